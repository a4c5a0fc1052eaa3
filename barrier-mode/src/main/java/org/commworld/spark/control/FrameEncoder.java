package org.commworld.spark.control;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Puts the length before handshake frames (byte[]) and messages. */
final class FrameEncoder extends MessageToByteEncoder<Object> {
  @Override
  protected void encode(ChannelHandlerContext ctx, Object message, ByteBuf out) {
    int start = out.writerIndex();
    out.writeInt(0);
    if (message instanceof byte[] bytes) {
      out.writeBytes(bytes);
    } else {
      ControlCodec.encode((ControlMessage) message, out);
    }
    out.setInt(start, out.writerIndex() - start - Integer.BYTES);
  }
}
