package org.commworld.spark.control;

import org.commworld.spi.Failure;

/** The failure that an executor JVM makes of the loss of its driver. */
final class DriverGone {
  private static final int CODE = 1;

  private DriverGone() {}

  static Failure failure(String evidence) {
    return new Failure(
        Failure.Kind.KILLED, -1, "unknown", CODE, "link to the driver ended: " + evidence, "");
  }
}
