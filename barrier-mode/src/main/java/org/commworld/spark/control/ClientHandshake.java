package org.commworld.spark.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;

/** The executor's side of {@link Handshake} on one connection. */
final class ClientHandshake extends SimpleChannelInboundHandler<ByteBuf> {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final FrameDecoder decoder;
  private final ClientState state;
  private final CompletableFuture<Void> authenticated;
  private final Handshake handshake;

  ClientHandshake(
      ControlClient.Target target,
      FrameDecoder decoder,
      ClientState state,
      CompletableFuture<Void> authenticated) {
    this.decoder = decoder;
    this.state = state;
    this.authenticated = authenticated;
    this.handshake = Handshake.client(target.world(), target.jobKey(), RANDOM);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    Channels.send(ctx, handshake.opening());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf challenge) {
    byte[] proof = handshake.proof(ByteBufUtil.getBytes(challenge));
    decoder.authenticated();
    Channels.send(ctx, proof);
    ctx.pipeline().addLast(new HeartbeatHandler(), new ClientHandler(state));
    ctx.pipeline().remove(this);
    authenticated.complete(null);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    authenticated.completeExceptionally(
        new IOException(
            "driver refused the connection: the job has ended or another has its place"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    authenticated.completeExceptionally(cause);
    Channels.close(ctx);
  }
}
