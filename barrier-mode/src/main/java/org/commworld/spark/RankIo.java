package org.commworld.spark;

import java.io.InputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Where the driver takes and gives the standard streams of the ranks. */
public interface RankIo {
  /**
   * A rank wrote. Called for one piece at a time, in order within a rank. While it blocks, ranks
   * that write block too.
   *
   * @param bytes what the rank gave to one call of {@link RankContext#write}, up to 512 KiB; the
   *     callee's to keep
   */
  void output(int rank, boolean err, byte[] bytes);

  /** The standard input of rank 0, or null if it has none. Read only when rank 0 reads. */
  @Nullable InputStream input();

  /** All ranks write to these, and nothing is to be read. */
  static RankIo to(PrintStream out, PrintStream err) {
    return new RankIo() {
      @Override
      public void output(int rank, boolean isErr, byte[] bytes) {
        PrintStream stream = isErr ? err : out;
        stream.write(bytes, 0, bytes.length);
        stream.flush();
      }

      @Override
      public @Nullable InputStream input() {
        return null;
      }
    };
  }
}
