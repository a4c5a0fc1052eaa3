package org.commworld.collective.algo;

import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;

/**
 * Reduction scattered over the ranks, in the order of ranks, for operations that are not
 * commutative: a {@link BinomialReduce} to rank 0, then a {@link LinearScatter}. ⌈log₂ p⌉ + 1
 * steps; n bytes sent up by each rank but 0, n sent down by rank 0; scratch for at most 3n there.
 *
 * <p>Source: R. Thakur, R. Rabenseifner, W. Gropp, "Optimization of Collective Communication
 * Operations in MPICH", International Journal of High Performance Computing Applications 19(1),
 * 2005, section 4.4, as the fallback that others are measured against.
 */
public final class ReduceThenScatter {
  private ReduceThenScatter() {}

  /**
   * Rank r's {@code recv} gets its {@code counts[r]} elements, which follow those of rank r−1, of
   * the reduction of all ranks' {@code send}.
   */
  public static void run(Channel channel, Data send, Data recv, int[] counts, Reducer reducer) {
    boolean isRoot = channel.rank() == 0;
    Data all = isRoot ? Elements.allocate(send.type(), send.count()) : null;
    BinomialReduce.run(channel, send, all, reducer, false, 0);
    LinearScatter.run(channel, all, counts, Displs.of(counts), recv, 0);
  }
}
