package org.commworld.spark.control;

import java.io.InputStream;
import java.util.List;
import org.commworld.spi.Failure;
import org.jspecify.annotations.Nullable;

/** What the driver does with what the JVMs of one world report. */
public interface ControlHandler {
  /** A JVM has connected; it hosts {@code ranks}. */
  void joined(String processKey, List<Integer> ranks);

  /**
   * A rank wrote. Calls come one at a time, in order within a rank; while one blocks, the ranks
   * that write block too.
   */
  void output(int rank, boolean err, byte[] bytes);

  /** The standard input of rank 0, or null if it has none. Read by one thread. */
  @Nullable InputStream input();

  /** A rank's code, or the start of its engine, threw. */
  void threw(int rank, Throwable thrown);

  /** A JVM has seen the world fail. */
  void failed(Failure failure);

  /** A rank has told what it has done so far. */
  void statistics(byte[] bytes);

  /** A rank has sent calls for a trace. */
  void calls(int rank, byte[] bytes);

  /** The link of a JVM that had not left has broken. */
  void lost(String processKey, String evidence);
}
