package org.commworld.spark.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's side of {@link Handshake} on one connection: opening, challenge, proof, all within
 * five seconds. A stranger learns nothing but that the connection ends.
 */
final class ServerHandshake extends SimpleChannelInboundHandler<ByteBuf> {
  static final int LIMIT_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(ServerHandshake.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ControlServer server;
  private final FrameDecoder decoder;
  private final byte[] nonce = Handshake.nonce(RANDOM);
  private boolean admitted;
  private @Nullable Future<?> limit;
  private @Nullable ServerWorld world;
  private @Nullable Handshake handshake;

  ServerHandshake(ControlServer server, FrameDecoder decoder) {
    this.server = server;
    this.decoder = decoder;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    admitted = server.admit();
    if (!admitted) {
      Channels.close(ctx);
      return;
    }
    limit =
        ctx.executor()
            .schedule(() -> refuse(ctx, "handshake too slow"), LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
    byte[] bytes = ByteBufUtil.getBytes(frame);
    if (handshake == null) {
      opened(ctx, bytes);
    } else if (world != null && handshake.isProof(bytes, nonce)) {
      decoder.authenticated();
      ctx.pipeline().addLast(new HeartbeatHandler(), new ServerLink(world));
      ctx.pipeline().remove(this);
    } else {
      refuse(ctx, "wrong key");
    }
  }

  private void opened(ChannelHandlerContext ctx, byte[] opening) {
    world = server.world(Handshake.world(opening));
    if (world == null) {
      refuse(ctx, "no such world open: world=" + Handshake.world(opening));
      return;
    }
    handshake = Handshake.server(opening, world.jobKey());
    Channels.send(ctx, handshake.challenge(nonce));
  }

  private static void refuse(ChannelHandlerContext ctx, String reason) {
    LOG.debug("Connection refused: peer={}, reason={}", ctx.channel().remoteAddress(), reason);
    Channels.close(ctx);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (limit != null) {
      limit.cancel(false);
    }
    if (admitted) {
      admitted = false;
      server.handshakeEnded();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    refuse(ctx, String.valueOf(cause.getMessage()));
  }
}
