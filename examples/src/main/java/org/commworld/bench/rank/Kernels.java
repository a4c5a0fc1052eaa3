package org.commworld.bench.rank;

import java.util.Arrays;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.mpi.Request;

/**
 * The operations as a user writes them: arrays of double, or direct memory, whole. Each rank's
 * elements differ from every other's, and all sums are exact.
 */
final class Kernels {
  private static final int TAG = 1;
  private static final int ACK_TAG = 2;
  private static final int PERIOD = 1021;

  private final Comm comm;
  private final int bytes;
  private final boolean direct;

  Kernels(Comm comm, int bytes, boolean direct) {
    this.comm = comm;
    this.bytes = bytes;
    this.direct = direct;
  }

  private Vector room(int n) {
    return new Vector(n, direct);
  }

  private Vector values(int rank, int n) {
    Vector values = room(n);
    values.fill(i -> value(rank, i));
    return values;
  }

  Kernel pingPong() {
    int rank = comm.rank();
    Vector send = values(rank, bytes / Double.BYTES);
    Vector recv = room(send.count());
    if (rank > 1) {
      return new Kernel(() -> {}, () -> {}, () -> {});
    }
    int peer = 1 - rank;
    Runnable call =
        rank == 0
            ? () -> {
              comm.send(send.buffer(), peer, TAG);
              comm.recv(recv.buffer(), peer, TAG);
            }
            : () -> {
              comm.recv(recv.buffer(), peer, TAG);
              comm.send(send.buffer(), peer, TAG);
            };
    return new Kernel(call, () -> recv.expect(i -> value(peer, i)), send::renew);
  }

  Kernel bandwidth() {
    int rank = comm.rank();
    Vector buffer = rank == 0 ? values(0, bytes / Double.BYTES) : room(bytes / Double.BYTES);
    byte[] ack = new byte[1];
    Request[] window = new Request[Operation.window(bytes)];
    if (rank > 1) {
      return new Kernel(() -> {}, () -> {}, () -> {});
    }
    Runnable call =
        rank == 0
            ? () -> {
              Arrays.setAll(window, i -> comm.iSend(buffer.buffer(), 1, TAG));
              Request.waitAll(window);
              comm.recv(ack, 1, ACK_TAG);
            }
            : () -> {
              Arrays.setAll(window, i -> comm.iRecv(buffer.buffer(), 0, TAG));
              Request.waitAll(window);
              comm.send(ack, 0, ACK_TAG);
            };
    return new Kernel(
        call, () -> buffer.expect(i -> value(0, i)), rank == 0 ? buffer::renew : () -> {});
  }

  Kernel sendRecv() {
    int right = (comm.rank() + 1) % comm.size();
    int left = (comm.rank() + comm.size() - 1) % comm.size();
    Vector send = values(comm.rank(), bytes / Double.BYTES);
    Vector recv = room(send.count());
    return new Kernel(
        () -> comm.sendRecv(send.buffer(), right, TAG, recv.buffer(), left, TAG),
        () -> recv.expect(i -> value(left, i)),
        send::renew);
  }

  Kernel barrier() {
    return new Kernel(comm::barrier, () -> {}, () -> {});
  }

  Kernel bcast() {
    int n = bytes / Double.BYTES;
    Vector buffer = comm.rank() == 0 ? values(0, n) : room(n);
    return new Kernel(
        () -> comm.bcast(buffer.buffer(), 0),
        () -> buffer.expect(i -> value(0, i)),
        comm.rank() == 0 ? buffer::renew : () -> {});
  }

  Kernel reduce() {
    Vector send = values(comm.rank(), bytes / Double.BYTES);
    Vector recv = room(comm.rank() == 0 ? send.count() : 0);
    return new Kernel(
        () -> comm.reduce(send.buffer(), comm.rank() == 0 ? recv.buffer() : null, Op.SUM, 0),
        () -> recv.expect(i -> sum(comm.size(), i)),
        send::renew);
  }

  Kernel allReduce() {
    Vector send = values(comm.rank(), bytes / Double.BYTES);
    Vector recv = room(send.count());
    return new Kernel(
        () -> comm.allReduce(send.buffer(), recv.buffer(), Op.SUM),
        () -> recv.expect(i -> sum(comm.size(), i)),
        send::renew);
  }

  Kernel allGather() {
    Vector send = values(comm.rank(), bytes / Double.BYTES);
    int n = send.count();
    Vector recv = room(Math.multiplyExact(comm.size(), n));
    return new Kernel(
        () -> comm.allGather(send.buffer(), recv.buffer()),
        () -> recv.expect(i -> value(i / n, i % n)),
        send::renew);
  }

  Kernel allToAll() {
    int n = bytes / Double.BYTES;
    Vector send = values(comm.rank(), Math.multiplyExact(comm.size(), n));
    Vector recv = room(send.count());
    int mine = comm.rank() * n;
    return new Kernel(
        () -> comm.allToAll(send.buffer(), recv.buffer()),
        () -> recv.expect(i -> value(i / n, mine + i % n)),
        send::renew);
  }

  Kernel reduceScatter() {
    Vector send = values(comm.rank(), bytes / Double.BYTES);
    int[] counts = new int[comm.size()];
    Arrays.setAll(counts, r -> part(send.count(), comm.size(), r + 1) - part(send, comm, r));
    Vector recv = room(counts[comm.rank()]);
    int first = part(send, comm, comm.rank());
    return new Kernel(
        () -> comm.reduceScatter(send.buffer(), recv.buffer(), counts, Op.SUM),
        () -> recv.expect(i -> sum(comm.size(), first + i)),
        send::renew);
  }

  private static int part(Vector vector, Comm comm, int rank) {
    return part(vector.count(), comm.size(), rank);
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
}
