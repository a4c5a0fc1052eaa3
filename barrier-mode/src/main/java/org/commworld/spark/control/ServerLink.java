package org.commworld.spark.control;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.commworld.spark.control.ControlMessage.Calls;
import org.commworld.spark.control.ControlMessage.ClockAnswer;
import org.commworld.spark.control.ControlMessage.ClockQuestion;
import org.commworld.spark.control.ControlMessage.Done;
import org.commworld.spark.control.ControlMessage.Failed;
import org.commworld.spark.control.ControlMessage.Heartbeat;
import org.commworld.spark.control.ControlMessage.Hello;
import org.commworld.spark.control.ControlMessage.InputRequest;
import org.commworld.spark.control.ControlMessage.Output;
import org.commworld.spark.control.ControlMessage.Processed;
import org.commworld.spark.control.ControlMessage.RankThrew;
import org.commworld.spark.control.ControlMessage.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The driver's end of the authenticated link to one executor JVM. Runs on the event loop, so it
 * hands everything that may block to the world's threads and gives the credit back when they are
 * done with it; a JVM that sends beyond its credit is cut off.
 */
final class ServerLink extends SimpleChannelInboundHandler<ByteBuf> {
  private static final long MAX_UNHANDLED_BYTES = 8 << 20;

  private final ServerWorld world;
  private @Nullable Hello hello;
  private boolean done;
  private String evidence = "connection closed";
  private long unhandledBytes;

  ServerLink(ServerWorld world) {
    this.world = world;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) {
    ControlMessage message = ControlCodec.decode(frame);
    if (hello == null) {
      if (!(message instanceof Hello first)) {
        throw new ProtocolException("first message is not Hello");
      }
      hello = first;
      world.joined(ctx.channel(), first);
    } else {
      handle(ctx, hello, message);
    }
  }

  private void handle(ChannelHandlerContext ctx, Hello from, ControlMessage message) {
    unhandledBytes += message.credit();
    if (unhandledBytes > MAX_UNHANDLED_BYTES) {
      throw new ProtocolException("sends beyond its credit: unhandledBytes=" + unhandledBytes);
    }
    Runnable handled = () -> ctx.executor().execute(() -> handled(ctx, message.credit()));
    if (message instanceof Output output && from.ranks().contains(output.rank())) {
      world.output(output, handled);
    } else if (message instanceof RankThrew threw && from.ranks().contains(threw.rank())) {
      world.threw(threw, handled);
    } else if (message instanceof Failed failed) {
      world.failed(failed.failure(), handled);
    } else if (message instanceof Statistics statistics) {
      world.statistics(statistics, handled);
    } else if (message instanceof Calls calls && from.ranks().contains(calls.rank())) {
      world.calls(calls, handled);
    } else if (message instanceof ClockQuestion question) {
      Channels.send(ctx, new ClockAnswer(question.askedNanos(), System.nanoTime()));
    } else if (message instanceof InputRequest request && from.ranks().contains(0)) {
      world.input(request.maxBytes(), ctx.channel());
    } else if (message instanceof Done) {
      done = true;
    } else if (!(message instanceof Heartbeat)) {
      throw new ProtocolException("not for the driver: " + message.getClass().getSimpleName());
    }
  }

  private void handled(ChannelHandlerContext ctx, int credit) {
    unhandledBytes -= credit;
    Channels.send(ctx, new Processed(credit));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (hello != null) {
      world.left(ctx.channel(), hello, done ? null : evidence);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    evidence = "connection failed: " + cause.getMessage();
    Channels.close(ctx);
  }
}
