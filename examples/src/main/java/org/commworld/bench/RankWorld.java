package org.commworld.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.commworld.bench.rank.Figure;
import org.commworld.bench.rank.Order;
import org.commworld.spi.Failure;
import org.commworld.wire.FailureCodec;
import org.commworld.wire.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a world of ranks, which measure what they are told and sleep meanwhile. Used by
 * one thread. They end with this process, however it ends: a shutdown hook ends them, and they end
 * by themselves when their connection does.
 */
final class RankWorld implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final long END_SECONDS = 10;
  private static final double BLOCK_LIMIT_SECONDS = 120;
  private static final double PATIENCE = 40;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String name;
  private final int connections;
  private final Hub hub;
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::kill, "bench-kill");
  private boolean failed;
  private long compiledMillis;
  private double compileShare;

  /**
   * Starts the processes and waits until they are a world.
   *
   * @param name the world's name in messages
   * @param commands a command for each process to start
   * @param connections how many processes will connect: more than are started where a launcher
   *     starts them
   * @param address where they reach this process
   * @throws BenchException if they do not become one
   */
  RankWorld(String name, List<List<String>> commands, int connections, InetAddress address) {
    this.name = name;
    this.hub = new Hub(address);
    this.connections = connections;
    Runtime.getRuntime().addShutdownHook(hook);
    boolean started = false;
    try {
      for (List<String> command : commands) {
        processes.add(start(command));
      }
      awaitReady();
      started = true;
    } finally {
      if (!started) {
        failed = true;
        close();
      }
    }
  }

  private Process start(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("COMMWORLD_BENCH", hub.address());
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new BenchException("cannot start %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void awaitReady() {
    List<String> cards = new ArrayList<>();
    int ready = 0;
    double limit = START_LIMIT.toSeconds();
    long start = System.nanoTime();
    while (ready < connections) {
      String line = next(start, limit, "to start");
      if (line.startsWith("join ")) {
        cards.add(line.substring("join ".length()));
        if (cards.size() == connections) {
          cards.sort(java.util.Comparator.comparingInt(RankWorld::firstRank));
          hub.sayToAll("roster " + String.join(" ", cards));
        }
      } else if (line.equals("ready")) {
        ready++;
      }
    }
  }

  /** Of a process as it joins: key, host, port and ranks. */
  private static int firstRank(String card) {
    String ranks = card.substring(card.lastIndexOf('/') + 1);
    return Integer.parseInt(ranks.split(",")[0]);
  }

  /** Lets all ranks measure one block and waits until all of them have. */
  Figure measure(Order order) {
    hub.sayToAll(order.line());
    Figure figure = null;
    int done = 0;
    long compiled = 0;
    long start = System.nanoTime();
    double limit = BLOCK_LIMIT_SECONDS + PATIENCE * order.seconds();
    while (done < connections) {
      String line = next(start, limit, "for " + order.line());
      if (line.startsWith("done")) {
        done++;
        compiled += compileMillis(line);
      } else {
        figure = Figure.parse(line).orElse(figure);
      }
    }
    compileShare = (compiled - compiledMillis) * NANOS_PER_MILLI / (System.nanoTime() - start);
    compiledMillis = compiled;
    if (figure == null) {
      throw failure("%s gave no figure for %s".formatted(name, order.line()), null);
    }
    return figure;
  }

  /** After "done", what the process's compilers have taken so far; nothing if it has none. */
  private static long compileMillis(String line) {
    int blank = line.indexOf(' ');
    return blank < 0 ? 0 : Long.parseLong(line.substring(blank + 1));
  }

  /**
   * Processor time of all processes' compilers, in the last block, as a share of the block's: what
   * runs beside compilers is not what it will be.
   */
  double compileShare() {
    return compileShare;
  }

  /** The next line of any process; failures are thrown. */
  private String next(long startNanos, double limitSeconds, String what) {
    for (; ; ) {
      Hub.Event event;
      try {
        event = hub.poll(TICK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure("interrupted while waiting for %s %s".formatted(name, what), e);
      }
      if (event != null) {
        return lineOf(event);
      }
      checkAlive();
      double waited = (System.nanoTime() - startNanos) / 1e9;
      if (waited > limitSeconds) {
        throw failure(
            "waited too long for %s %s: seconds=%.0f, connected=%d of %d"
                .formatted(name, what, waited, hub.connected(), connections),
            null);
      }
    }
  }

  private String lineOf(Hub.Event event) {
    String line = event.line();
    if (line == null) {
      throw failure(
          "a process of %s is gone: ranks=%s".formatted(name, event.peer().ranks()), null);
    }
    if (line.startsWith("fail ")) {
      hub.sayToAll("failed " + line.substring("fail ".length()));
      throw failure(name + ": " + messageOf(line.substring("fail ".length())), null);
    }
    if (line.startsWith("error ")) {
      throw failure(name + ": " + line.substring("error ".length()), null);
    }
    return line;
  }

  private static String messageOf(String word) {
    try {
      Failure failure = FailureCodec.decode(Base64.getDecoder().decode(word));
      return failure.message();
    } catch (ProtocolException e) {
      return "a failure that cannot be read";
    }
  }

  /** A process that has ended before it could connect tells nothing by itself. */
  private void checkAlive() {
    for (Process process : processes) {
      if (!process.isAlive()) {
        throw failure(
            "a process of %s has ended: status=%d".formatted(name, process.exitValue()), null);
      }
    }
  }

  private BenchException failure(String message, @Nullable Throwable cause) {
    failed = true;
    return new BenchException(message, cause);
  }

  private void kill() {
    hub.close();
    processes.forEach(Process::destroy);
  }

  /** Ends all processes, gently if nothing has failed. Closing twice is harmless. */
  @Override
  public void close() {
    if (!failed) {
      hub.sayToAll("end");
      awaitEnd();
    }
    kill();
    awaitEnd();
    processes.forEach(Process::destroyForcibly);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook does what has been done here.
    }
  }

  private void awaitEnd() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    try {
      for (Process process : processes) {
        process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
