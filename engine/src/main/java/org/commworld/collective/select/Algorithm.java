package org.commworld.collective.select;

import java.util.Locale;

/** The algorithms there are; each collective has some of them. */
public enum Algorithm {
  /** One rank sends to, or hears from, all others. */
  LINEAR,
  /** A binomial tree. */
  BINOMIAL,
  /** A chain of ranks, in segments. */
  CHAIN,
  /** One block to each rank, all to all of them, in segments. */
  DEALT,
  /** Everybody to everybody at once. */
  SPREAD,
  /** Everybody to the block's owner, the owner to everybody, in segments. */
  TWO_SHOT,
  /** A scatter and a gather to all. */
  SCATTER_ALLGATHER,
  /** Exchanges over distances 1, 2, 4 … */
  RECURSIVE_DOUBLING,
  /** Exchanges over distances p/2, p/4 … */
  RECURSIVE_HALVING,
  /** Halving the vector, and the way back. */
  RABENSEIFNER,
  /** Around the ring, in segments. */
  RING,
  /** Blocks over distances 1, 2, 4 … */
  BRUCK,
  /** One partner after the other. */
  PAIRWISE,
  /** Messages over distances 1, 2, 4 … */
  DISSEMINATION;

  /** Its name in a table. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
