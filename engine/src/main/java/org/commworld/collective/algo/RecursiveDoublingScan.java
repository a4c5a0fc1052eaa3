package org.commworld.collective.algo;

import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Prefix reduction by recursive doubling, in the order of ranks: ⌈log₂ p⌉ steps, n bytes sent and
 * received in each, at most 2n reduced; scratch for 2n.
 *
 * <p>Before the step with distance d a rank knows the reduction over its aligned run of d ranks,
 * and exchanges it with the run beside. What comes from below also goes into the result. If p is no
 * power of 2 a run may be cut off at p; its reduction may then lack the last ranks, but it could
 * only go into results of ranks above them, and there are none.
 *
 * <p>Source: W. D. Hillis, G. L. Steele, "Data parallel algorithms", Communications of the ACM
 * 29(12), 1986, in the form of MPICH that keeps the order.
 */
public final class RecursiveDoublingScan {
  private RecursiveDoublingScan() {}

  /**
   * Sets rank r's {@code recv} to the reduction of {@code send} of ranks 0 … r; {@code send} may be
   * {@code recv} itself.
   */
  public static void scan(Channel channel, Data send, Data recv, Reducer reducer) {
    Data run = Elements.allocate(send.type(), send.count());
    Elements.copy(send, run);
    Elements.copy(send, recv);
    exchange(channel, run, recv, reducer, true);
  }

  /**
   * Sets rank r's {@code recv} to the reduction of {@code send} of ranks 0 … r−1; rank 0's is not
   * touched. {@code send} may be {@code recv} itself.
   */
  public static void exScan(Channel channel, Data send, Data recv, Reducer reducer) {
    Data run = Elements.allocate(send.type(), send.count());
    Elements.copy(send, run);
    exchange(channel, run, recv, reducer, false);
  }

  /**
   * @param own the reduction over the run of ranks that is known, at first the rank's own operand
   * @param hasResult whether {@code result} holds an operand already
   */
  private static void exchange(
      Channel channel, Data own, Data result, Reducer reducer, boolean hasResult) {
    int n = own.count();
    Data run = own;
    Data beside = Elements.allocate(own.type(), n);
    boolean begun = hasResult;
    for (int distance = 1; distance < channel.size(); distance <<= 1) {
      int peer = channel.rank() ^ distance;
      if (peer >= channel.size()) {
        continue;
      }
      channel.sendRecv(run, peer, beside, peer);
      if (peer < channel.rank()) {
        if (begun) {
          reducer.reduce(beside, result, 0, n);
        } else {
          Elements.copy(beside, result);
          begun = true;
        }
        reducer.reduce(beside, run, 0, n);
      } else {
        reducer.reduce(run, beside, 0, n);
        Data joined = beside;
        beside = run;
        run = joined;
      }
    }
  }
}
