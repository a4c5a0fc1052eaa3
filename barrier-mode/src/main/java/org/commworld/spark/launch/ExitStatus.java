package org.commworld.spark.launch;

/** The launcher's exit statuses. */
final class ExitStatus {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private ExitStatus() {}

  /**
   * The status for a rank that failed with {@code code}: what a shell would see of it, but never 0,
   * as an exit status has 8 bits and a failure must not look like success.
   */
  static int ofFailure(int code) {
    int seen = code & 0xff;
    return seen == 0 ? FAILED : seen;
  }

  /** The status of a process that {@code signal} ended. */
  static int ofSignal(int signal) {
    return 128 + signal;
  }
}
