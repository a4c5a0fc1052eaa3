package org.commworld.spark.control;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.commworld.spark.control.ControlMessage.ClockAnswer;
import org.commworld.spark.control.ControlMessage.Failed;
import org.commworld.spark.control.ControlMessage.Heartbeat;
import org.commworld.spark.control.ControlMessage.Input;
import org.commworld.spark.control.ControlMessage.Processed;

/** Takes what the driver sends on an authenticated link. */
final class ClientHandler extends SimpleChannelInboundHandler<ByteBuf> {
  private final ClientState state;
  private String evidence = "connection closed";

  ClientHandler(ClientState state) {
    this.state = state;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
    ControlMessage message = ControlCodec.decode(frame);
    if (message instanceof Processed processed) {
      state.processed(processed.credit());
    } else if (message instanceof Input input) {
      state.inputArrived(input.bytes());
    } else if (message instanceof ClockAnswer answer) {
      state.clockAnswered(answer.askedNanos(), answer.driverNanos(), System.nanoTime());
    } else if (message instanceof Failed failed) {
      state.worldFailed(failed.failure());
    } else if (!(message instanceof Heartbeat)) {
      throw new ProtocolException("not for executors: " + message.getClass().getSimpleName());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state.linkEnded(evidence);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    evidence = "connection failed: " + cause.getMessage();
    Channels.close(ctx);
  }
}
