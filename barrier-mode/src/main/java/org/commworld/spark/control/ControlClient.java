package org.commworld.spark.control;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.commworld.spark.control.ControlMessage.Calls;
import org.commworld.spark.control.ControlMessage.ClockQuestion;
import org.commworld.spark.control.ControlMessage.Done;
import org.commworld.spark.control.ControlMessage.Failed;
import org.commworld.spark.control.ControlMessage.Hello;
import org.commworld.spark.control.ControlMessage.Output;
import org.commworld.spark.control.ControlMessage.RankThrew;
import org.commworld.spark.control.ControlMessage.Statistics;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;

/** An executor JVM's link to its driver over TCP. One thread. */
public final class ControlClient implements ControlLink {
  private final EventLoopGroup loop;
  private final ClientState state;
  private final Channel channel;
  private final InputStream input;

  /** Where a driver listens and what it takes to be let in. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Target(String host, int port, WorldId world, byte[] jobKey) {
    @Override
    public String toString() {
      return "host=%s, port=%d, world=%s".formatted(host, port, world);
    }
  }

  /**
   * Connects and proves to know the job's key.
   *
   * @param onFailure told what the driver pushes, and the loss of the driver; must not block
   * @throws IOException if that does not succeed within {@code timeout}, or the driver refuses
   */
  public static ControlClient connect(
      Target target,
      String processKey,
      List<Integer> ranks,
      Consumer<Failure> onFailure,
      Duration timeout)
      throws IOException, InterruptedException {
    EventLoopGroup loop = ControlServer.eventLoop("commworld-control-client");
    try {
      ClientState state = new ClientState(onFailure);
      Channel channel = open(loop, target, state, timeout);
      Channels.send(channel, new Hello(processKey, ranks));
      return new ControlClient(loop, state, channel);
    } catch (IOException | InterruptedException | RuntimeException e) {
      ControlServer.stop(loop);
      throw e;
    }
  }

  private static Channel open(
      EventLoopGroup loop, Target target, ClientState state, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<Void> authenticated = new CompletableFuture<>();
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel opened) {
                    FrameDecoder decoder = new FrameDecoder();
                    opened
                        .pipeline()
                        .addLast(
                            decoder,
                            new FrameEncoder(),
                            new ClientHandshake(target, decoder, state, authenticated));
                  }
                })
            .connect(target.host(), target.port());
    connecting.addListener(
        connected -> {
          if (!connected.isSuccess()) {
            authenticated.completeExceptionally(connected.cause());
          }
        });
    try {
      authenticated.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("cannot reach the driver: " + target, e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("driver does not answer: " + target + ", timeout=" + timeout, e);
    }
    return connecting.channel();
  }

  private ControlClient(EventLoopGroup loop, ClientState state, Channel channel) {
    this.loop = loop;
    this.state = state;
    this.channel = channel;
    this.input = new RemoteInput(state, channel);
  }

  @Override
  public void output(int rank, boolean err, byte[] bytes, int offset, int lengthBytes)
      throws IOException, InterruptedException {
    for (byte[] piece : Pieces.of(bytes, offset, lengthBytes)) {
      Output output = new Output(rank, err, piece);
      state.awaitCredit(output.credit());
      Channels.send(channel, output);
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public void threw(int rank, Throwable thrown) {
    report(new RankThrew(rank, ThrowableCodec.serialize(thrown), ThrowableCodec.text(thrown)));
  }

  @Override
  public void failed(Failure failure) {
    report(new Failed(failure));
  }

  @Override
  public void statistics(byte[] bytes) throws IOException, InterruptedException {
    Statistics statistics = new Statistics(bytes);
    state.awaitCredit(statistics.credit());
    Channels.send(channel, statistics);
  }

  @Override
  public void calls(int rank, byte[] bytes) throws IOException, InterruptedException {
    Calls calls = new Calls(rank, bytes);
    state.awaitCredit(calls.credit());
    Channels.send(channel, calls);
  }

  @Override
  public long driverClockOffsetNanos() throws IOException, InterruptedException {
    return state.awaitClockOffset(
        () -> Channels.send(channel, new ClockQuestion(System.nanoTime())));
  }

  private void report(ControlMessage message) {
    state.takeCredit(message.credit());
    Channels.send(channel, message);
  }

  @Override
  public void flush(Duration limit) throws IOException, InterruptedException {
    state.awaitAllProcessed(limit);
  }

  @Override
  public void close() {
    if (state.leave()) {
      channel
          .writeAndFlush(new Done())
          .addListener(written -> Channels.close(channel))
          .addListener(written -> ControlServer.stop(loop));
    }
  }
}
