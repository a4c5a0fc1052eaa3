package org.commworld.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Worlds of another MPI's ranks: builds the program in C and starts it. */
final class MpiRanks implements AutoCloseable {
  private static final String SOURCE = "mpi_ranks.c";

  private final InstalledMpi mpi;
  private final Path directory;

  /** Builds the program with the compiler beside {@code mpirun}. */
  MpiRanks(String mpirun) {
    this.mpi = new InstalledMpi(mpirun);
    try {
      directory = Files.createTempDirectory("commworld-bench");
    } catch (IOException e) {
      throw new BenchException("no temporary directory: " + e.getMessage(), e);
    }
    // In this order, as the last is deleted first; where an interrupt ends the measurement.
    directory.toFile().deleteOnExit();
    directory.resolve(SOURCE).toFile().deleteOnExit();
    new File(program()).deleteOnExit();
    boolean built = false;
    try {
      build();
      built = true;
    } finally {
      if (!built) {
        close();
      }
    }
  }

  private void build() {
    Path source = directory.resolve(SOURCE);
    try (InputStream text =
        Objects.requireNonNull(MpiRanks.class.getResourceAsStream(SOURCE), SOURCE)) {
      Files.copy(text, source);
    } catch (IOException e) {
      throw new BenchException("cannot write %s: %s".formatted(source, e.getMessage()), e);
    }
    mpi.build(source, Path.of(program()), "-O3");
  }

  private String program() {
    return directory.resolve("mpi_ranks").toString();
  }

  /** The MPI's name and version. */
  String name() {
    return mpi.name();
  }

  /** Starts a world like ours of {@code settings}. */
  RankWorld start(Settings settings) {
    List<String> command =
        new ArrayList<>(
            mpi.launcher(settings.transport(), settings.ranks(), settings.bindsRanks()));
    command.add(program());
    if (settings.hugePages()) {
      command.add("huge");
    }
    if (settings.buffers().fresh()) {
      command.add("fresh");
    }
    return new RankWorld(
        mpi.name(), List.of(command), settings.ranks(), InetAddress.getLoopbackAddress());
  }

  /** Deletes what was built. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(Path.of(program()));
      Files.deleteIfExists(directory.resolve(SOURCE));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new BenchException("cannot delete %s: %s".formatted(directory, e.getMessage()), e);
    }
  }
}
