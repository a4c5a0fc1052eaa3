package org.commworld.transport.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.commworld.wire.ProtocolException;

/**
 * The memory of a pair of ranks, as {@link ShmLayout} describes it.
 *
 * @param memory the whole file, little-endian
 * @param ringBytes size of each of its rings
 */
record Segment(ByteBuffer memory, int ringBytes) {
  /** Makes the file. */
  static Segment create(Path file, byte[] token, int ringBytes) throws IOException {
    MappedByteBuffer memory = MappedFile.create(file, ShmLayout.fileBytes(ringBytes));
    memory.load(); // All of it is used soon: page faults now rather than in the first messages.
    memory.putLong(ShmLayout.MAGIC_AT, ShmLayout.MAGIC);
    memory.put(ShmLayout.TOKEN_AT, token);
    memory.putLong(ShmLayout.RING_BYTES_AT, ringBytes);
    return new Segment(memory, ringBytes);
  }

  /**
   * Maps a file that the peer has made.
   *
   * @throws ProtocolException if it is not the one that {@code token} was written into
   */
  static Segment open(Path file, byte[] token, int ringBytes) throws IOException {
    boolean isSized = ringBytes >= ShmLayout.MIN_RING_BYTES;
    isSized &= ringBytes <= ShmLayout.MAX_RING_BYTES && Integer.bitCount(ringBytes) == 1;
    if (!isSized) {
      throw new ProtocolException("rings of a size that is none: ringBytes=" + ringBytes);
    }
    MappedByteBuffer memory = MappedFile.open(file, ShmLayout.fileBytes(ringBytes));
    memory.load();
    byte[] found = new byte[ShmLayout.TOKEN_BYTES];
    memory.get(ShmLayout.TOKEN_AT, found);
    if (memory.getLong(ShmLayout.MAGIC_AT) != ShmLayout.MAGIC
        || memory.getLong(ShmLayout.RING_BYTES_AT) != ringBytes
        || !Arrays.equals(found, token)) {
      throw new ProtocolException("shared file is another one: " + file.getFileName());
    }
    return new Segment(memory, ringBytes);
  }
}
