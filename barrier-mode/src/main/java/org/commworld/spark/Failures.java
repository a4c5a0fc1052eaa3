package org.commworld.spark;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.commworld.spi.Failure;

/** The failures that this side sees. */
final class Failures {
  /** As a shell has it for a process that SIGTERM ended. */
  static final int KILLED_CODE = 143;

  private Failures() {}

  static Failure threw(int rank, String host, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return new Failure(
        Failure.Kind.RANK_THREW,
        rank,
        host,
        1,
        "rank %d on %s threw %s".formatted(rank, host, thrown),
        trace.toString());
  }

  static Failure killed(String message) {
    return new Failure(Failure.Kind.KILLED, -1, "unknown", KILLED_CODE, message, "");
  }
}
