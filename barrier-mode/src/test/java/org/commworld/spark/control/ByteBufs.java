package org.commworld.spark.control;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** Bytes of messages, for peers that are plain sockets. */
final class ByteBufs {
  private ByteBufs() {}

  static byte[] encode(ControlMessage message) {
    ByteBuf out = Unpooled.buffer();
    ControlCodec.encode(message, out);
    return ByteBufUtil.getBytes(out);
  }
}
