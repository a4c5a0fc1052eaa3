package org.commworld.spark.control;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends heartbeats and watches for those of the other end. A stopped process keeps its connections,
 * so only its silence tells; since a long garbage collection looks the same, silence is logged
 * first and ends the link only after much longer.
 */
final class HeartbeatHandler extends ChannelInboundHandlerAdapter {
  static final int INTERVAL_SECONDS = 2;
  static final int SUSPECT_SECONDS = 10;
  static final int LOST_SECONDS = 30;
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatHandler.class);

  private long lastReadNanos = System.nanoTime();
  private boolean suspected;
  private @Nullable Future<?> ticks;

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ticks =
        ctx.executor()
            .scheduleAtFixedRate(
                () -> tick(ctx), INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (ticks != null) {
      ticks.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    lastReadNanos = System.nanoTime();
    suspected = false;
    ctx.fireChannelRead(message);
  }

  private void tick(ChannelHandlerContext ctx) {
    long silentSeconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastReadNanos);
    if (silentSeconds >= LOST_SECONDS) {
      ctx.fireExceptionCaught(new IOException("silent for " + silentSeconds + " s"));
      return;
    }
    if (silentSeconds >= SUSPECT_SECONDS && !suspected) {
      suspected = true;
      LOG.warn("Peer is silent: peer={}, seconds={}", ctx.channel().remoteAddress(), silentSeconds);
    }
    Channels.send(ctx, new ControlMessage.Heartbeat());
  }
}
