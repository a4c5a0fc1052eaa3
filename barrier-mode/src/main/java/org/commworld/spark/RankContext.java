package org.commworld.spark;

import java.io.InputStream;
import org.apache.spark.BarrierTaskContext;
import org.commworld.mpi.Comm;

/** What a rank has besides its program: the world, and its links to the driver and to Spark. */
public interface RankContext {
  /** The world, as this rank sees it. */
  Comm world();

  /** Which attempt of the job this is, from 0. */
  int attempt();

  /**
   * Sends output to the driver's {@link RankIo}, in order within the rank; up to 512 KiB arrive as
   * one piece. Blocks while the driver is behind. All output has arrived there before the job's
   * result is returned. Any thread of the rank may call.
   *
   * @throws org.commworld.mpi.MpiException of class WORLD if the driver cannot be reached, of class
   *     INTERRUPTED if the thread is interrupted
   */
  void write(boolean err, byte[] bytes, int offset, int lengthBytes);

  /**
   * The driver's standard input on rank 0, empty on all others. Reading blocks until the driver has
   * some; nothing is read there before it is read here.
   */
  InputStream standardInput();

  /** Spark's view of the task that hosts this rank. */
  BarrierTaskContext taskContext();
}
