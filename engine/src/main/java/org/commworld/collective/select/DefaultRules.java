package org.commworld.collective.select;

/**
 * The rules of {@link AlgorithmTable#defaults}. They follow from the cost of each algorithm in
 * rounds and bytes: on a network whose round trip takes as long as 32 to 64 KiB, one round to all
 * is quickest below that, and the fewest bytes above. Algorithms in which every rank talks to every
 * other are for few ranks only; between two, one message each way is the fewest rounds and bytes at
 * once. Where JVMs share a host rounds are cheap, and the same order holds.
 */
final class DefaultRules {
  static final String TEXT =
      """
      barrier        ranks 1..8   bytes 0..       spread
      barrier        ranks 9..    bytes 0..       dissemination

      bcast          ranks 1..4   bytes ..32K     linear
      bcast          ranks 5..8   bytes ..16K     linear
      bcast          ranks 1..2   bytes 32769..   linear
      bcast          ranks 3..4   bytes 32769..128K   dealt segment 8K
      bcast          ranks 5..8   bytes 16385..128K   dealt segment 8K
      bcast          ranks 3..8   bytes 131073..1M    dealt segment 32K
      bcast          ranks 3..16  bytes 1048577.. dealt segment 64K
      bcast          ranks 9..    bytes ..16K     binomial
      bcast          ranks 9..16  bytes 16385..1M     scatter_allgather segment 64K
      bcast          ranks 17..   bytes 16385..4M     scatter_allgather segment 64K
      bcast          ranks 17..   bytes 4194305.. chain segment 64K

      reduce         ranks 1..4   bytes ..32K     linear
      reduce         ranks 5..8   bytes ..16K     linear
      reduce         ranks 1..2   bytes 32769..   linear
      reduce         ranks 3..4   bytes 32769..128K   dealt segment 8K
      reduce         ranks 5..8   bytes 16385..128K   dealt segment 8K
      reduce         ranks 3..8   bytes 131073..1M    dealt segment 32K
      reduce         ranks 3..16  bytes 1048577.. dealt segment 64K
      reduce         ranks 9..    bytes ..16K     binomial
      reduce         ranks 9..16  bytes 16385..1M     rabenseifner
      reduce         ranks 17..   bytes 16385..   rabenseifner

      allreduce      ranks 1..8   bytes ..32K     spread
      allreduce      ranks 3..8   bytes 32769..512K   two_shot segment 16K
      allreduce      ranks 1..2   bytes 32769..   rabenseifner
      allreduce      ranks 3..16  bytes 524289..  two_shot segment 64K
      allreduce      ranks 9..    bytes ..16K     recursive_doubling
      allreduce      ranks 9..16  bytes 16385..512K   rabenseifner
      allreduce      ranks 17..   bytes 16385..1M     rabenseifner
      allreduce      ranks 17..   bytes 1048577.. ring segment 64K

      allgather      ranks 1..2   bytes 0..       spread
      allgather      ranks 3..16  bytes 0..       spread segment 64K
      allgather      ranks 17..   bytes ..4K      bruck
      allgather      ranks 17..   bytes 4097..    ring segment 64K

      alltoall       ranks 1..2   bytes 0..       spread
      alltoall       ranks 3..16  bytes 0..       spread segment 64K
      alltoall       ranks 17..   bytes ..256     bruck
      alltoall       ranks 17..64 bytes 257..     spread segment 64K
      alltoall       ranks 65..   bytes 257..     pairwise

      gather         ranks 1..16  bytes 0..       linear
      gather         ranks 17..   bytes ..1K      binomial
      gather         ranks 17..   bytes 1025..    linear

      scatter        ranks 1..16  bytes 0..       linear
      scatter        ranks 17..   bytes ..1K      binomial
      scatter        ranks 17..   bytes 1025..    linear

      reduce_scatter ranks 1..2   bytes 0..       pairwise
      reduce_scatter ranks 3..16  bytes 0..       spread segment 64K
      reduce_scatter ranks 17..   bytes ..256K    recursive_halving
      reduce_scatter ranks 17..   bytes 262145..  ring segment 64K
      """;

  /**
   * What comes before that for ranks of one host that have no memory in common. A message takes its
   * sender and its receiver processor time and hardly anything else, so the fewest messages and
   * bytes in all are quickest, all the more where ranks outnumber processors.
   */
  static final String ONE_HOST_TEXT =
      """
      barrier        ranks 3..    bytes 0..       dissemination
      bcast          ranks 3..8   bytes 0..       linear
      reduce         ranks 3..8   bytes 0..       linear
      allreduce      ranks 3..8   bytes ..16K     recursive_doubling
      allreduce      ranks 3..8   bytes 16385..   rabenseifner
      """;

  private DefaultRules() {}
}
