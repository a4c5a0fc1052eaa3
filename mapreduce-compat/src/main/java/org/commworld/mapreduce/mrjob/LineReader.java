package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, without their newlines. Only {@code \n} ends a line. */
final class LineReader implements Iterator<byte[]>, AutoCloseable {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long consumed;
  private final long limit;
  private byte @Nullable [] next;

  LineReader(InputStream in) {
    this(in, Long.MAX_VALUE);
  }

  /** Reads the lines that begin within the first {@code limit} bytes. */
  LineReader(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  @Override
  public boolean hasNext() {
    if (next == null && consumed < limit) {
      try {
        next = read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return next != null;
  }

  @Override
  public byte[] next() {
    byte[] line = hasNext() ? next : null;
    if (line == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return line;
  }

  private byte @Nullable [] read() throws IOException {
    byte[] line = null;
    while (true) {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          return line;
        }
      }
      int stop = at;
      while (stop < end && buffer[stop] != '\n') {
        stop++;
      }
      line = append(line, stop);
      consumed += stop - at;
      at = stop;
      if (stop < end) {
        at++;
        consumed++;
        return line;
      }
    }
  }

  private byte[] append(byte @Nullable [] line, int stop) {
    if (line == null) {
      return Arrays.copyOfRange(buffer, at, stop);
    }
    byte[] longer = Arrays.copyOf(line, line.length + stop - at);
    System.arraycopy(buffer, at, longer, line.length, stop - at);
    return longer;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
