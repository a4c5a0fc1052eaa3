package org.commworld.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.commworld.runtime.Engine;
import org.commworld.runtime.EngineConfig;
import org.commworld.runtime.EngineConfig.TransportKind;
import org.commworld.runtime.RankFunction;
import org.commworld.spi.WorldId;
import org.commworld.transport.shm.ShmSettings;

/** A rank in a JVM of its own: starts it, and is its main class. */
public final class RankProcess implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  private final Process process;
  private final Path output;

  private RankProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * What a world of processes has in common.
   *
   * @param directory its own, for its bootstrap and the output of its ranks
   * @param size number of ranks
   * @param shm true for shared memory before TCP
   * @param shmDirectory where
   */
  public record World(Path directory, int size, boolean shm, Path shmDirectory) {}

  /** Starts {@code program}, which has a constructor without parameters, as {@code rank}. */
  public static RankProcess start(World world, int rank, Class<? extends RankFunction<?>> program)
      throws IOException {
    Path output = world.directory().resolve("output-" + rank);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.add(RankProcess.class.getName());
    command.add(world.directory().toString());
    command.add(String.valueOf(world.size()));
    command.add(String.valueOf(world.shm()));
    command.add(world.shmDirectory().toString());
    command.add(String.valueOf(rank));
    command.add(program.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new RankProcess(builder.redirectOutput(output.toFile()).start(), output);
  }

  /** Starts a rank and prints what it throws. */
  public static void main(String[] args) throws Exception {
    World world =
        new World(
            Path.of(args[0]),
            Integer.parseInt(args[1]),
            Boolean.parseBoolean(args[2]),
            Path.of(args[3]));
    int rank = Integer.parseInt(args[4]);
    RankFunction<?> program =
        Class.forName(args[5])
            .asSubclass(RankFunction.class)
            .getDeclaredConstructor()
            .newInstance();
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Engine.Self self =
        new Engine.Self("p" + rank, loopback.getHostAddress(), loopback, List.of(rank));
    TransportKind[] kinds =
        world.shm() ? TransportKind.values() : new TransportKind[] {TransportKind.TCP};
    EngineConfig config =
        EngineConfig.defaults()
            .withJoinTimeout(Duration.ofSeconds(DEADLINE_SECONDS))
            .withTransports(Arrays.asList(kinds))
            .withShm(new ShmSettings(world.shmDirectory(), 512 << 10));
    WorldId id = new WorldId("0123456789abcdef0123456789abcdef", 1L << 16, world.size());
    FileBootstrap bootstrap = new FileBootstrap(world.directory());
    try (Engine engine = Engine.start(config, id, self, new byte[32], bootstrap)) {
      engine.runRank(rank, program);
    }
  }

  /** Waits for its end; its exit status. */
  public int await() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after the deadline: " + process);
    }
    return process.exitValue();
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    await();
  }

  /** What it has printed so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits until it has printed {@code text}. */
  public void awaitOutput(String text) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!output().contains(text)) {
      if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
        throw new AssertionError("never printed '%s' but: %s".formatted(text, output()));
      }
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  /** Kills it, if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
