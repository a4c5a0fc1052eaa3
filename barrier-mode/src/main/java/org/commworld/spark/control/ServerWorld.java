package org.commworld.spark.control;

import io.netty.channel.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.commworld.spark.control.ControlMessage.Calls;
import org.commworld.spark.control.ControlMessage.Failed;
import org.commworld.spark.control.ControlMessage.Hello;
import org.commworld.spark.control.ControlMessage.Input;
import org.commworld.spark.control.ControlMessage.Output;
import org.commworld.spark.control.ControlMessage.RankThrew;
import org.commworld.spark.control.ControlMessage.Statistics;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One world in the {@link ControlServer}. Four threads call the handler, each started when first
 * needed: a slow console or disk must not hold up the news of a failure, and nobody knows how long
 * a read of standard input takes.
 */
final class ServerWorld implements DriverControl {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWorld.class);
  private static final int MAX_INPUT_BYTES = 32 << 10;
  private static final long DRAIN_MILLIS = 2_000;

  private final WorldId world;
  private final byte[] jobKey;
  private final ControlHandler handler;
  private final ClassLoader loader;
  private final BiConsumer<WorldId, ServerWorld> onClose;
  private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
  private final OneThread outputs = new OneThread("commworld-output");
  private final OneThread events = new OneThread("commworld-events");
  private final OneThread inputs = new OneThread("commworld-input");
  private final OneThread traces = new OneThread("commworld-trace");
  private volatile @Nullable Failure failure;
  private volatile boolean closed;

  ServerWorld(
      WorldId world,
      byte[] jobKey,
      ControlHandler handler,
      ClassLoader loader,
      BiConsumer<WorldId, ServerWorld> onClose) {
    this.world = world;
    this.jobKey = jobKey.clone();
    this.handler = handler;
    this.loader = loader;
    this.onClose = onClose;
  }

  byte[] jobKey() {
    return jobKey.clone();
  }

  void joined(Channel channel, Hello hello) {
    channels.add(channel);
    Failure known = failure;
    if (closed) {
      Channels.close(channel);
    } else if (known != null) {
      Channels.send(channel, new Failed(known));
    }
    events.execute(() -> handler.joined(hello.processKey(), hello.ranks()));
  }

  void output(Output output, Runnable handled) {
    run(outputs, () -> handler.output(output.rank(), output.err(), output.bytes()), handled);
  }

  void threw(RankThrew threw, Runnable handled) {
    run(
        events,
        () ->
            handler.threw(
                threw.rank(), ThrowableCodec.deserialize(threw.throwable(), threw.text(), loader)),
        handled);
  }

  void failed(Failure reported, Runnable handled) {
    run(events, () -> handler.failed(reported), handled);
  }

  void statistics(Statistics statistics, Runnable handled) {
    run(events, () -> handler.statistics(statistics.bytes()), handled);
  }

  void calls(Calls calls, Runnable handled) {
    run(traces, () -> handler.calls(calls.rank(), calls.bytes()), handled);
  }

  void input(int maxBytes, Channel to) {
    inputs.execute(() -> Channels.send(to, new Input(readInput(maxBytes))));
  }

  /** A JVM's link has ended; {@code evidence} is null if it had left before. */
  void left(Channel channel, Hello hello, @Nullable String evidence) {
    channels.remove(channel);
    if (evidence != null && !closed) {
      String text =
          "%s: peer=%s, ranks=%s".formatted(evidence, channel.remoteAddress(), hello.ranks());
      events.execute(() -> handler.lost(hello.processKey(), text));
    }
  }

  @Override
  public void push(Failure first) {
    failure = first;
    channels.forEach(channel -> Channels.send(channel, new Failed(first)));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(world, this);
      outputs.close(DRAIN_MILLIS);
      channels.forEach(Channels::close);
      events.close(0);
      inputs.close(0);
      traces.close(DRAIN_MILLIS);
    }
  }

  /** A handler that throws must not keep the credit: the ranks that wait for it would hang. */
  private void run(OneThread thread, Runnable task, Runnable handled) {
    thread.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.error("Report of an executor not handled: world={}", world, e);
          } finally {
            handled.run();
          }
        });
  }

  private byte[] readInput(int maxBytes) {
    InputStream in = handler.input();
    if (in == null || maxBytes == 0) {
      return new byte[0];
    }
    byte[] buffer = new byte[Math.min(maxBytes, MAX_INPUT_BYTES)];
    try {
      int read = in.read(buffer);
      return read < 0 ? new byte[0] : Arrays.copyOf(buffer, read);
    } catch (IOException e) {
      LOG.warn("Standard input not readable, taken as ended: world={}", world, e);
      return new byte[0];
    }
  }
}
