package org.commworld.spark.control;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.commworld.spi.Failure;

/**
 * An executor JVM's end of its link to the driver of one world. Used by the threads of all ranks.
 */
public interface ControlLink extends AutoCloseable {
  /** Longer outputs are cut into several of this. */
  int MAX_OUTPUT_BYTES = 512 << 10;

  /**
   * Sends what {@code rank} wrote; it arrives as one piece if it is at most {@link
   * #MAX_OUTPUT_BYTES}. Blocks while the driver is behind with earlier output. The array may be
   * reused after the return.
   *
   * @throws IOException if the link is broken
   */
  void output(int rank, boolean err, byte[] bytes, int offset, int lengthBytes)
      throws IOException, InterruptedException;

  /**
   * The standard input of rank 0, read from the driver's only as far as it is read here; empty if
   * the driver has none. Closing it does nothing.
   */
  InputStream input();

  /** Reports what {@code rank} threw. Does not wait. */
  void threw(int rank, Throwable thrown);

  /** Reports that the world has failed. Does not wait. */
  void failed(Failure failure);

  /**
   * Tells what a rank has done so far. Blocks while the driver is behind.
   *
   * @throws IOException if the link is broken
   */
  void statistics(byte[] bytes) throws IOException, InterruptedException;

  /**
   * Sends calls of {@code rank} for a trace, at most {@link #MAX_OUTPUT_BYTES}. Blocks while the
   * driver is behind.
   *
   * @throws IOException if the link is broken
   */
  void calls(int rank, byte[] bytes) throws IOException, InterruptedException;

  /**
   * What to add to this JVM's {@link System#nanoTime} for the driver's, as well as it is known:
   * half of the quickest answer's way, of those of the last calls, is the most that it is wrong by.
   * Asks at each call and waits for the answer.
   *
   * @throws IOException if the link is broken
   */
  long driverClockOffsetNanos() throws IOException, InterruptedException;

  /**
   * Waits until the driver has handled everything sent before.
   *
   * @throws IOException if the link is broken or {@code limit} is over
   */
  void flush(Duration limit) throws IOException, InterruptedException;

  /** Leaves in order, so that the end of the link is no failure. Closing twice is harmless. */
  @Override
  void close();
}
