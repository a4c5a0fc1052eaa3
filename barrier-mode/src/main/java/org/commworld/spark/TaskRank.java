package org.commworld.spark;

import java.io.IOException;
import java.io.InputStream;
import org.apache.spark.BarrierTaskContext;
import org.commworld.mpi.Comm;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spark.control.ControlLink;

/** A rank that a barrier task hosts. */
record TaskRank(
    Comm world, int attempt, BarrierTaskContext taskContext, ControlLink control, int rank)
    implements RankContext {

  @Override
  public void write(boolean err, byte[] bytes, int offset, int lengthBytes) {
    try {
      control.output(rank, err, bytes, offset, lengthBytes);
    } catch (IOException e) {
      throw new MpiException(
          ErrorClass.WORLD,
          "output not written: rank=%d, lengthBytes=%d".formatted(rank, lengthBytes),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MpiException(ErrorClass.INTERRUPTED, "interrupted in write: rank=" + rank, e);
    }
  }

  @Override
  public InputStream standardInput() {
    return rank == 0 ? control.input() : InputStream.nullInputStream();
  }
}
