package org.commworld.spark.launch;

import java.io.InputStream;
import java.io.PrintStream;

/** What {@code System} is to a process, for one rank. Any thread may call. */
public interface RankRuntime {
  /** Its standard input. */
  InputStream in();

  /** Its standard output as it is set now. */
  PrintStream out();

  /** Its standard error as it is set now. */
  PrintStream err();

  /** Replaces the standard output. */
  void setOut(PrintStream stream);

  /** Replaces the standard error. */
  void setErr(PrintStream stream);

  /**
   * Ends the rank: normally if {@code status} is 0, and otherwise the world with that status. The
   * first end of a rank counts.
   *
   * @return what the caller must throw, so that it does not go on
   */
  Error exit(int status);
}
