package org.commworld.mapreduce.hadoop.shuffle;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;

/**
 * One map's sorted run for one reduce, as it comes out of Spark's shuffle.
 *
 * <p>A block has one of two forms. Bare: the run itself, in Hadoop's IFile format, when it is
 * neither compressed nor encrypted; then the block's length says all. Framed: the byte 0x80, the
 * run's length as written and its length as read (two longs), and the run. An IFile begins with a
 * key length as a variable-length int, which is not negative or -1 and so never begins with 0x80.
 *
 * @param run the run in IFile format, to be read once and closed
 * @param partLength bytes of the run as written, checksum included
 * @param rawLength bytes of the run once decompressed, without checksum
 */
public record Segment(InputStream run, long partLength, long rawLength) implements AutoCloseable {
  static final int CHECKSUM_BYTES = 4;
  private static final int FRAME = 0x80;

  /** The longest run that may go bare: {@code InputStream.available} says no more than an int. */
  static final long LONGEST_BARE = Integer.MAX_VALUE - 1L;

  static void writeFrame(OutputStream out, long partLength, long rawLength) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeByte(FRAME);
    data.writeLong(partLength);
    data.writeLong(rawLength);
    data.flush();
  }

  /**
   * Reads the form of a block. Spark's streams of local files and fetched buffers know their rest.
   */
  static Segment of(InputStream block) throws IOException {
    long length = block.available();
    int first = block.read();
    if (first < 0) {
      throw new EOFException("shuffle block without a run: length=" + length);
    }
    if (first == FRAME) {
      DataInputStream data = new DataInputStream(block);
      return new Segment(block, data.readLong(), data.readLong());
    }
    PushbackInputStream whole = new PushbackInputStream(block, 1);
    whole.unread(first);
    return new Segment(whole, length, length - CHECKSUM_BYTES);
  }

  @Override
  public void close() throws IOException {
    run.close();
  }
}
