package org.commworld.testkit;

import java.util.Random;
import org.commworld.mpi.Op;

/**
 * The affine maps x → a·x + b on ints, a and b in the halves of a long: their composition is
 * associative, and hardly ever commutative.
 */
public final class AffineMaps {
  /** First the lower ranks' map, then the higher ranks'. */
  public static final Op COMPOSE = Op.ofLong(AffineMaps::compose, false);

  private AffineMaps() {}

  /** The map of {@code first}, then {@code second}. */
  public static long compose(long first, long second) {
    int a = (int) (first >> 32) * (int) (second >> 32);
    int b = (int) (second >> 32) * (int) first + (int) second;
    return ((long) a << 32) | (b & 0xffff_ffffL);
  }

  /** {@code n} maps that differ from rank to rank. */
  public static long[] ofRank(int rank, int n) {
    return new Random(rank * 7919L + n).longs(n).toArray();
  }

  /** The maps of ranks first … last, composed in that order. */
  public static long[] composed(int first, int last, int n) {
    long[] result = ofRank(first, n);
    for (int r = first + 1; r <= last; r++) {
      long[] next = ofRank(r, n);
      for (int i = 0; i < n; i++) {
        result[i] = compose(result[i], next[i]);
      }
    }
    return result;
  }
}
