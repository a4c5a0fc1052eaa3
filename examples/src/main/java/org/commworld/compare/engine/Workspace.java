package org.commworld.compare.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A directory and processes that are gone when it is closed, and when this JVM ends before that.
 * Used by the command's thread and the JVM's shutdown.
 */
public final class Workspace implements AutoCloseable {
  private static final long END_SECONDS = 10;
  private static final int DELETIONS = 20;

  private final Path directory;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::clear, "compare-clear");
  private volatile boolean isClosed;

  /** A new directory below the system's temporary one. */
  public Workspace() throws IOException {
    directory = Files.createTempDirectory("commworld-compare").toRealPath();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The directory. */
  public Path directory() {
    return directory;
  }

  /** A new directory within. */
  public Path newDirectory(String name) {
    checkOpen();
    try {
      return Files.createTempDirectory(directory, name);
    } catch (IOException e) {
      throw new CompareException("cannot make a directory: " + e.getMessage(), e);
    }
  }

  void checkOpen() {
    if (isClosed) {
      throw new CompareException("interrupted");
    }
  }

  /** Starts a process that ends with the workspace. */
  Process start(ProcessBuilder builder) {
    checkOpen();
    try {
      Process process = builder.start();
      processes.add(process);
      if (isClosed) {
        process.destroyForcibly();
      }
      return process;
    } catch (IOException e) {
      throw new CompareException(
          "cannot start %s: %s".formatted(builder.command().get(0), e.getMessage()), e);
    }
  }

  /** Ends a process and what it has started: gently, then by force. */
  void end(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    await(process);
    started.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    processes.remove(process);
  }

  /** Takes note that a process has ended by itself. */
  void ended(Process process) {
    processes.remove(process);
  }

  private static void await(Process process) {
    try {
      process.waitFor(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void clear() {
    isClosed = true;
    processes.forEach(Process::destroy);
    processes.forEach(this::end);
    // The command's thread may still be writing a file: it goes with another try.
    for (int i = 0; i < DELETIONS && Files.exists(directory); i++) {
      delete(directory);
    }
    if (Files.exists(directory)) {
      System.err.println("commworld compare: cannot delete " + directory);
    }
  }

  /**
   * Deletes a directory with all that is in it. Others may delete in it at the same time, as
   * Hadoop's local framework does for a moment after a job has ended; what they add may stay.
   */
  static void delete(Path directory) {
    File[] entries = Files.isSymbolicLink(directory) ? null : directory.toFile().listFiles();
    if (entries != null) {
      for (File entry : entries) {
        delete(entry.toPath());
      }
    }
    directory.toFile().delete();
  }

  /** Ends the processes and deletes the directory. Closing twice is harmless. */
  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook does what has been done here.
    }
  }
}
