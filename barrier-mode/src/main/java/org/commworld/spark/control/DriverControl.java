package org.commworld.spark.control;

import org.commworld.spi.Failure;

/** The driver's end of all links of one world. Used by several threads. */
public interface DriverControl extends AutoCloseable {
  /** Tells all JVMs that the world has failed. Does not block. */
  void push(Failure failure);

  /**
   * Breaks all links: a JVM that is still there takes it as the end of the world. Closing twice is
   * harmless.
   */
  @Override
  void close();
}
