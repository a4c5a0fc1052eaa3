package org.commworld.transport.shm;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.commworld.wire.ProtocolException;

/**
 * The memory of a pair of ranks, as {@link ShmLayout} describes it. The file is as long as the
 * rings may become, but has pages for their first laps only; whoever writes a ring may have the
 * rest of it made.
 */
final class Segment implements Closeable {
  private final SharedFile file;
  private final int ringBytes;

  /** Short laps are used soon: page faults now rather than in the first messages. */
  private Segment(FileChannel file, LapMemory laps, MappedByteBuffer memory, int ringBytes) {
    this.file = new SharedFile(file, memory, laps, () -> {});
    this.ringBytes = ringBytes;
    for (int side = 0; side < 2; side++) {
      memory.slice(ShmLayout.ringAt(side, ringBytes), ringBytes).load();
    }
  }

  /**
   * Makes the file.
   *
   * @param laps what the rings may be lengthened by
   */
  static Segment create(Path path, byte[] token, int ringBytes, LapMemory laps) throws IOException {
    FileChannel file = MappedFile.create(path);
    try {
      for (int side = 0; side < 2; side++) {
        MappedFile.fill(file, ShmLayout.ringAt(side, ringBytes), ringBytes);
      }
      MappedFile.fill(file, 0, ShmLayout.RINGS_AT);
      MappedByteBuffer memory = MappedFile.map(file, ShmLayout.fileBytes(ringBytes));
      memory.putLong(ShmLayout.MAGIC_AT, ShmLayout.MAGIC);
      memory.put(ShmLayout.TOKEN_AT, token);
      memory.putLong(ShmLayout.RING_BYTES_AT, ringBytes);
      return new Segment(file, laps, memory, ringBytes);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Maps a file that the peer has made.
   *
   * @throws ProtocolException if it is not the one that {@code token} was written into
   */
  static Segment open(Path path, byte[] token, int ringBytes, LapMemory laps) throws IOException {
    boolean isSized = ringBytes >= ShmLayout.MIN_RING_BYTES;
    isSized &= ringBytes <= ShmLayout.MAX_RING_BYTES && Integer.bitCount(ringBytes) == 1;
    if (!isSized) {
      throw new ProtocolException("rings of a size that is none: ringBytes=" + ringBytes);
    }
    FileChannel file = MappedFile.open(path);
    try {
      MappedByteBuffer memory = MappedFile.mapPeers(file, ShmLayout.fileBytes(ringBytes));
      byte[] found = new byte[ShmLayout.TOKEN_BYTES];
      memory.get(ShmLayout.TOKEN_AT, found);
      if (memory.getLong(ShmLayout.MAGIC_AT) != ShmLayout.MAGIC
          || memory.getLong(ShmLayout.RING_BYTES_AT) != ringBytes
          || !Arrays.equals(found, token)) {
        throw new ProtocolException("shared file is another one: " + path.getFileName());
      }
      return new Segment(file, laps, memory, ringBytes);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  ByteBuffer memory() {
    return file.memory();
  }

  /** Length of a short lap of the rings. */
  int ringBytes() {
    return ringBytes;
  }

  /**
   * Makes the rest of the ring that {@code side} writes, which nobody has touched; once.
   *
   * @return false if there is no room for it
   */
  boolean lengthen(int side) {
    int rest = ShmLayout.longestLapBytes(ringBytes) - ringBytes;
    return file.extend(ShmLayout.ringAt(side, ringBytes) + ringBytes, rest);
  }

  /** The memory stays mapped for as long as it is reachable. Closing twice is harmless. */
  @Override
  public void close() {
    file.close();
  }
}
