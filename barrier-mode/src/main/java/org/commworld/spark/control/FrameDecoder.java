package org.commworld.spark.control;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts a stream into frames. The limit is that of the handshake until {@link #authenticated()}; a
 * length beyond it is refused before anything is allocated for it.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  private int maxFrameBytes = Handshake.MAX_FRAME_BYTES;

  void authenticated() {
    maxFrameBytes = ControlCodec.MAX_FRAME_BYTES;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < Integer.BYTES) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    if (length < 1 || length > maxFrameBytes) {
      throw new ProtocolException(
          "frame length: length=%d, max=%d".formatted(length, maxFrameBytes));
    }
    if (in.readableBytes() >= Integer.BYTES + length) {
      in.skipBytes(Integer.BYTES);
      out.add(in.readRetainedSlice(length));
    }
  }
}
