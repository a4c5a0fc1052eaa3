package org.commworld.bench.rank;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.mpi.Request;

/**
 * The operations as a user writes them: plain arrays of double, whole. Each rank's elements differ
 * from every other's, and all sums are exact.
 */
final class Kernels {
  private static final int TAG = 1;
  private static final int ACK_TAG = 2;
  private static final int PERIOD = 1021;

  private Kernels() {}

  static Kernel pingPong(Comm comm, int bytes) {
    int rank = comm.rank();
    double[] send = values(rank, bytes / Double.BYTES);
    double[] recv = new double[send.length];
    if (rank > 1) {
      return new Kernel(() -> {}, () -> {});
    }
    int peer = 1 - rank;
    Runnable call =
        rank == 0
            ? () -> {
              comm.send(send, peer, TAG);
              comm.recv(recv, peer, TAG);
            }
            : () -> {
              comm.recv(recv, peer, TAG);
              comm.send(send, peer, TAG);
            };
    return new Kernel(call, () -> expect(recv, i -> value(peer, i)));
  }

  static Kernel bandwidth(Comm comm, int bytes) {
    int rank = comm.rank();
    double[] buffer = rank == 0 ? values(0, bytes / Double.BYTES) : new double[bytes / 8];
    byte[] ack = new byte[1];
    Request[] window = new Request[Operation.window(bytes)];
    if (rank > 1) {
      return new Kernel(() -> {}, () -> {});
    }
    Runnable call =
        rank == 0
            ? () -> {
              Arrays.setAll(window, i -> comm.iSend(buffer, 1, TAG));
              Request.waitAll(window);
              comm.recv(ack, 1, ACK_TAG);
            }
            : () -> {
              Arrays.setAll(window, i -> comm.iRecv(buffer, 0, TAG));
              Request.waitAll(window);
              comm.send(ack, 0, ACK_TAG);
            };
    return new Kernel(call, () -> expect(buffer, i -> value(0, i)));
  }

  static Kernel sendRecv(Comm comm, int bytes) {
    int right = (comm.rank() + 1) % comm.size();
    int left = (comm.rank() + comm.size() - 1) % comm.size();
    double[] send = values(comm.rank(), bytes / Double.BYTES);
    double[] recv = new double[send.length];
    return new Kernel(
        () -> comm.sendRecv(send, right, TAG, recv, left, TAG),
        () -> expect(recv, i -> value(left, i)));
  }

  static Kernel barrier(Comm comm) {
    return new Kernel(comm::barrier, () -> {});
  }

  static Kernel bcast(Comm comm, int bytes) {
    int n = bytes / Double.BYTES;
    double[] buffer = comm.rank() == 0 ? values(0, n) : new double[n];
    return new Kernel(() -> comm.bcast(buffer, 0), () -> expect(buffer, i -> value(0, i)));
  }

  static Kernel reduce(Comm comm, int bytes) {
    double[] send = values(comm.rank(), bytes / Double.BYTES);
    double[] recv = new double[comm.rank() == 0 ? send.length : 0];
    return new Kernel(
        () -> comm.reduce(send, comm.rank() == 0 ? recv : null, Op.SUM, 0),
        () -> expect(recv, i -> sum(comm.size(), i)));
  }

  static Kernel allReduce(Comm comm, int bytes) {
    double[] send = values(comm.rank(), bytes / Double.BYTES);
    double[] recv = new double[send.length];
    return new Kernel(
        () -> comm.allReduce(send, recv, Op.SUM), () -> expect(recv, i -> sum(comm.size(), i)));
  }

  static Kernel allGather(Comm comm, int bytes) {
    double[] send = values(comm.rank(), bytes / Double.BYTES);
    int n = send.length;
    double[] recv = new double[Math.multiplyExact(comm.size(), n)];
    return new Kernel(
        () -> comm.allGather(send, recv), () -> expect(recv, i -> value(i / n, i % n)));
  }

  static Kernel allToAll(Comm comm, int bytes) {
    int n = bytes / Double.BYTES;
    double[] send = values(comm.rank(), Math.multiplyExact(comm.size(), n));
    double[] recv = new double[send.length];
    int mine = comm.rank() * n;
    return new Kernel(
        () -> comm.allToAll(send, recv), () -> expect(recv, i -> value(i / n, mine + i % n)));
  }

  static Kernel reduceScatter(Comm comm, int bytes) {
    double[] send = values(comm.rank(), bytes / Double.BYTES);
    int[] counts = new int[comm.size()];
    Arrays.setAll(counts, r -> part(send.length, comm.size(), r + 1) - part(send, comm, r));
    double[] recv = new double[counts[comm.rank()]];
    int first = part(send, comm, comm.rank());
    return new Kernel(
        () -> comm.reduceScatter(send, recv, counts, Op.SUM),
        () -> expect(recv, i -> sum(comm.size(), first + i)));
  }

  private static int part(double[] vector, Comm comm, int rank) {
    return part(vector.length, comm.size(), rank);
  }

  /** Where the part of {@code rank} begins: the first ranks have one element more. */
  private static int part(int n, int ranks, int rank) {
    return rank * (n / ranks) + Math.min(rank, n % ranks);
  }

  private static double value(int rank, int i) {
    return 1024.0 * (rank + 1) + i % PERIOD;
  }

  private static double sum(int ranks, int i) {
    return 512.0 * ranks * (ranks + 1) + (double) ranks * (i % PERIOD);
  }

  private static double[] values(int rank, int n) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> value(rank, i));
    return values;
  }

  private static void expect(double[] actual, IntToDoubleFunction expected) {
    for (int i = 0; i < actual.length; i++) {
      if (actual[i] != expected.applyAsDouble(i)) {
        throw new IllegalStateException(
            "wrong result: element=%d, expected=%s, actual=%s"
                .formatted(i, expected.applyAsDouble(i), actual[i]));
      }
    }
  }
}
