package org.commworld.compare.workload;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;

/** One rank's part of a file of records. */
public final class RecordPart {
  private RecordPart() {}

  /** The {@code part}-th of {@code parts} equal shares of the file's records. */
  public static byte[] read(String file, int part, int parts) {
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      long records = in.length() / Records.RECORD;
      long from = records * part / parts;
      byte[] bytes =
          new byte[Math.toIntExact((records * (part + 1) / parts - from) * Records.RECORD)];
      in.seek(from * Records.RECORD);
      in.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
