package org.commworld.compare.workload;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One rank's part of a text file, cut as Hadoop and Spark cut it. */
public final class TextPart {
  private static final int CHUNK = 1 << 16;

  private TextPart() {}

  /** The lines that begin in the {@code part}-th of {@code parts} equal shares of the bytes. */
  public static List<String> lines(String file, int part, int parts) {
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      long from = lineStart(in, in.length() * part / parts);
      long to = lineStart(in, in.length() * (part + 1) / parts);
      byte[] bytes = new byte[Math.toIntExact(to - from)];
      in.seek(from);
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the first line begins at {@code offset} or later. */
  private static long lineStart(RandomAccessFile in, long offset) throws IOException {
    if (offset == 0 || offset == in.length()) {
      return offset;
    }
    long at = offset - 1;
    in.seek(at);
    byte[] chunk = new byte[CHUNK];
    for (int n = in.read(chunk); n > 0; n = in.read(chunk)) {
      for (int i = 0; i < n; i++) {
        if (chunk[i] == '\n') {
          return at + i + 1;
        }
      }
      at += n;
    }
    return in.length();
  }
}
