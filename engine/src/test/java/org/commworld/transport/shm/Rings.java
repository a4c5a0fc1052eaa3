package org.commworld.transport.shm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.commworld.data.LapLength;

/** A ring and its control lines in this JVM's own memory. */
record Rings(ByteBuffer control, ByteBuffer memory) {
  static Rings of(int ringBytes) {
    ByteBuffer control = ByteBuffer.allocateDirect(1024).alignedSlice(8);
    ByteBuffer memory =
        ByteBuffer.allocateDirect(ringBytes + ShmLayout.RECORD_ALIGNMENT)
            .alignedSlice(ShmLayout.RECORD_ALIGNMENT)
            .slice(0, ringBytes);
    return new Rings(control, memory.order(ByteOrder.LITTLE_ENDIAN));
  }

  /** As {@link #of}, on the heap, where thousands of them are cheap. */
  static Rings onHeap(int ringBytes) {
    return new Rings(
        ByteBuffer.allocate(1024), ByteBuffer.allocate(ringBytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  RingWriter writer() {
    return writer(LapLength.whole(memory.capacity()));
  }

  RingWriter writer(LapLength lap) {
    return new RingWriter(memory, control, ShmLayout.headAt(0), lap);
  }

  RingReader reader() {
    return reader(memory.capacity());
  }

  RingReader reader(int lapBytes) {
    return new RingReader(memory, control, ShmLayout.headAt(0), lapBytes);
  }

  /** Writes a record of so many bytes {@code value}, if there is room; whether there was. */
  static boolean write(RingWriter writer, int bytes, int value) throws Exception {
    ByteBuffer room = writer.reserve(bytes, bytes);
    if (room.remaining() < bytes) {
      return false;
    }
    for (int i = 0; i < bytes; i++) {
      room.put((byte) value);
    }
    return writer.commit();
  }
}
