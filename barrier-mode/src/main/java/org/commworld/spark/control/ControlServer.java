package org.commworld.spark.control;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;

/** Where the executor JVMs of all worlds of a driver connect. One thread. */
public final class ControlServer implements AutoCloseable {
  /** A thousand executors may start at once; a flood of strangers must stop somewhere. */
  static final int MAX_UNAUTHENTICATED = 1024;

  private final ConcurrentHashMap<WorldId, ServerWorld> worlds = new ConcurrentHashMap<>();
  private final AtomicInteger unauthenticated = new AtomicInteger();
  private final EventLoopGroup loop;
  private final Channel listener;

  private ControlServer(InetAddress bind, int port) throws IOException {
    loop = eventLoop("commworld-control-server");
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
            .childHandler(new Acceptor())
            .bind(bind, port)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stop(loop);
      throw new IOException(
          "cannot listen for executors: address=%s, port=%d".formatted(bind, port), bound.cause());
    }
    listener = bound.channel();
  }

  // The group of Netty 4.2 that replaces it is not in the Netty 4.1 of Spark 3.5.
  @SuppressWarnings("deprecation")
  static EventLoopGroup eventLoop(String threadName) {
    return new NioEventLoopGroup(1, new DefaultThreadFactory(threadName, true));
  }

  /** Lets the thread of {@code loop} end after what it has to do. */
  static void stop(EventLoopGroup loop) {
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /**
   * Listens on {@code bind}.
   *
   * @param port 0 for any
   * @throws IOException if it cannot
   */
  public static ControlServer start(InetAddress bind, int port) throws IOException {
    return new ControlServer(bind, port);
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /**
   * Opens the driver's end for {@code world}: from now on its JVMs may connect.
   *
   * @param jobKey what they must know
   * @param loader finds the classes of what ranks throw
   */
  public DriverControl open(
      WorldId world, byte[] jobKey, ControlHandler handler, ClassLoader loader) {
    ServerWorld opened = new ServerWorld(world, jobKey, handler, loader, worlds::remove);
    if (worlds.putIfAbsent(world, opened) != null) {
      throw new IllegalStateException("world is open already: world=" + world);
    }
    return opened;
  }

  /** Closes all links and stops listening. Closing twice is harmless. */
  @Override
  public void close() {
    worlds.values().forEach(ServerWorld::close);
    listener.close().addListener(closed -> stop(loop));
  }

  @Nullable ServerWorld world(WorldId world) {
    return worlds.get(world);
  }

  /** A connection wants to start its handshake; false if too many are at it. */
  boolean admit() {
    if (unauthenticated.incrementAndGet() > MAX_UNAUTHENTICATED) {
      unauthenticated.decrementAndGet();
      return false;
    }
    return true;
  }

  /** An admitted connection has ended its handshake one way or the other. */
  void handshakeEnded() {
    unauthenticated.decrementAndGet();
  }

  private final class Acceptor extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      FrameDecoder decoder = new FrameDecoder();
      channel
          .pipeline()
          .addLast(decoder, new FrameEncoder(), new ServerHandshake(ControlServer.this, decoder));
    }
  }
}
