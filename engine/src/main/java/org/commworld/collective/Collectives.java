package org.commworld.collective;

import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The collectives of one communicator as one rank calls them, on buffers that are checked already.
 * What only some ranks pass is null on the others. Every call begins by comparing its fingerprint
 * with the other ranks'.
 */
public interface Collectives {
  /** Element counts and displacements by rank. */
  record Layout(int[] counts, int[] displs) {
    /** Block {@code rank} of {@code whole}. */
    public Data block(Data whole, int rank) {
      return whole.slice(displs[rank], counts[rank]);
    }

    /** {@code ranks} blocks of {@code count} elements, one after the other. */
    public static Layout even(int ranks, int count) {
      int[] counts = new int[ranks];
      int[] displs = new int[ranks];
      for (int r = 0; r < ranks; r++) {
        counts[r] = count;
        displs[r] = Math.multiplyExact(r, count);
      }
      return new Layout(counts, displs);
    }

    /** Blocks of {@code counts} elements, one after the other. */
    public static Layout dense(int[] counts) {
      int[] displs = new int[counts.length];
      for (int r = 1; r < counts.length; r++) {
        displs[r] = Math.addExact(displs[r - 1], counts[r - 1]);
      }
      return new Layout(counts, displs);
    }
  }

  /**
   * Whether a call's number is needed to tell it from others; not where all ranks meet in each
   * call.
   */
  boolean areNumbered();

  void barrier(Fingerprint call);

  void bcast(Fingerprint call, Data data, int root);

  void scatter(Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root);

  void gather(Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root);

  void allGather(Fingerprint call, Data send, Data recv, Layout layout);

  void allToAll(Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout);

  void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root);

  void allReduce(Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative);

  void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative);

  /** Inclusive or exclusive. */
  void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive);

  /** Leaves; after a call of kind FREE or FINALIZE. */
  void close();
}
