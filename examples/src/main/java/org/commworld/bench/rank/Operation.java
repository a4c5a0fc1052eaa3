package org.commworld.bench.rank;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.commworld.mpi.Comm;

/**
 * What is measured. {@code bytes} is one message for the point-to-point ones, the whole vector for
 * bcast, reduce, allreduce and reduce_scatter, one rank's block for allgather, one pair's block for
 * alltoall.
 */
public enum Operation {
  /** Ranks 0 and 1 send a message there and back; half of the round trip counts. */
  PINGPONG,
  /** Rank 0 sends a window of messages to rank 1, which answers once; the time of one message. */
  BW,
  /** Every rank sends to the right and receives from the left. */
  SENDRECV,
  /** No data. */
  BARRIER,
  /** From rank 0. */
  BCAST,
  /** A sum to rank 0. */
  REDUCE,
  /** A sum. */
  ALLREDUCE,
  /** Equal blocks. */
  ALLGATHER,
  /** Equal blocks. */
  ALLTOALL,
  /** A sum, in parts as equal as can be. */
  REDUCE_SCATTER;

  private static final int WINDOW = 64;
  private static final int WINDOW_BYTES = 256 << 20;

  /** How it is written in commands and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The operation that is written so. */
  public static Optional<Operation> find(String label) {
    return Arrays.stream(values()).filter(op -> op.label().equals(label)).findFirst();
  }

  /** Whether it moves bytes, so that there is a figure for each size. */
  public boolean isSized() {
    return this != BARRIER;
  }

  /**
   * Whether each call is timed by itself, with a barrier between calls that is not: so that a rank
   * that is done early does not begin the next call while others are in this one.
   */
  boolean isTimedByCall() {
    return switch (this) {
      case PINGPONG, BW, SENDRECV, BARRIER -> false;
      case BCAST, REDUCE, ALLREDUCE, ALLGATHER, ALLTOALL, REDUCE_SCATTER -> true;
    };
  }

  /** How many messages of so many bytes are under way in {@link #BW}: at most 256 MiB of them. */
  static int window(int bytes) {
    return Math.max(2, Math.min(WINDOW, WINDOW_BYTES / Math.max(1, bytes)));
  }

  /** What part of a call's time counts on {@code rank}; 0 where the rank only looks on. */
  double share(int rank, int bytes) {
    return switch (this) {
      case PINGPONG -> rank < 2 ? 0.5 : 0;
      case BW -> rank == 0 ? 1.0 / window(bytes) : 0;
      default -> 1;
    };
  }

  Kernel kernel(Comm comm, int bytes, boolean direct) {
    Kernels kernels = new Kernels(comm, bytes, direct);
    return switch (this) {
      case PINGPONG -> kernels.pingPong();
      case BW -> kernels.bandwidth();
      case SENDRECV -> kernels.sendRecv();
      case BARRIER -> kernels.barrier();
      case BCAST -> kernels.bcast();
      case REDUCE -> kernels.reduce();
      case ALLREDUCE -> kernels.allReduce();
      case ALLGATHER -> kernels.allGather();
      case ALLTOALL -> kernels.allToAll();
      case REDUCE_SCATTER -> kernels.reduceScatter();
    };
  }
}
