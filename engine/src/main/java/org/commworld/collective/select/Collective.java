package org.commworld.collective.select;

import static org.commworld.collective.select.Algorithm.BINOMIAL;
import static org.commworld.collective.select.Algorithm.BRUCK;
import static org.commworld.collective.select.Algorithm.CHAIN;
import static org.commworld.collective.select.Algorithm.DEALT;
import static org.commworld.collective.select.Algorithm.DISSEMINATION;
import static org.commworld.collective.select.Algorithm.LINEAR;
import static org.commworld.collective.select.Algorithm.PAIRWISE;
import static org.commworld.collective.select.Algorithm.RABENSEIFNER;
import static org.commworld.collective.select.Algorithm.RECURSIVE_DOUBLING;
import static org.commworld.collective.select.Algorithm.RECURSIVE_HALVING;
import static org.commworld.collective.select.Algorithm.RING;
import static org.commworld.collective.select.Algorithm.SCATTER_ALLGATHER;
import static org.commworld.collective.select.Algorithm.SPREAD;
import static org.commworld.collective.select.Algorithm.TWO_SHOT;

import java.util.List;
import java.util.Locale;

/**
 * The collectives that have a choice. The bytes that a choice goes by are those of the whole vector
 * for bcast, reduce, allreduce and reduce_scatter, of one rank's block (the mean one, if they
 * differ) for the others, and 0 for the barrier.
 */
public enum Collective {
  BARRIER(SPREAD, DISSEMINATION),
  BCAST(LINEAR, BINOMIAL, CHAIN, DEALT, SCATTER_ALLGATHER),
  REDUCE(LINEAR, BINOMIAL, DEALT, RABENSEIFNER),
  ALLREDUCE(SPREAD, TWO_SHOT, RECURSIVE_DOUBLING, RABENSEIFNER, RING),
  ALLGATHER(SPREAD, RECURSIVE_DOUBLING, BRUCK, RING),
  ALLTOALL(SPREAD, BRUCK, PAIRWISE),
  GATHER(LINEAR, BINOMIAL),
  SCATTER(LINEAR, BINOMIAL),
  REDUCE_SCATTER(SPREAD, PAIRWISE, RECURSIVE_HALVING, RING);

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes an immutable list.
  private final List<Algorithm> algorithms;

  Collective(Algorithm... algorithms) {
    this.algorithms = List.of(algorithms);
  }

  /** The algorithms that it has. */
  public List<Algorithm> algorithms() {
    return algorithms;
  }

  /** Whether {@code algorithm} of this collective sends long data in segments. */
  public boolean cuts(Algorithm algorithm) {
    return switch (algorithm) {
      case CHAIN, DEALT, TWO_SHOT, SCATTER_ALLGATHER, RING -> true;
      case SPREAD -> this != BARRIER && this != ALLREDUCE;
      default -> false;
    };
  }

  /** Its name in a table. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
