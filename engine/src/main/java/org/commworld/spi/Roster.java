package org.commworld.spi;

import java.util.Arrays;
import java.util.List;

/**
 * All JVMs of a world. Every rank is hosted exactly once.
 *
 * @param world the world
 * @param processes its JVMs, ordered by their lowest rank
 */
public record Roster(WorldId world, List<ProcessCard> processes) {
  /** Copies the list and checks that each rank is hosted once. */
  public Roster {
    processes = List.copyOf(processes);
    int[] owners = new int[world.size()];
    for (ProcessCard process : processes) {
      for (int rank : process.ranks()) {
        if (rank < 0 || rank >= owners.length || owners[rank]++ > 0) {
          throw new IllegalArgumentException(
              "rank hosted twice or out of range: rank=%d, size=%d, process=%s"
                  .formatted(rank, owners.length, process));
        }
      }
    }
    if (Arrays.stream(owners).anyMatch(n -> n == 0)) {
      throw new IllegalArgumentException("ranks without a process: " + missing(owners));
    }
  }

  private static List<Integer> missing(int[] owners) {
    return java.util.stream.IntStream.range(0, owners.length)
        .filter(r -> owners[r] == 0)
        .boxed()
        .toList();
  }

  /** For each rank, the index in {@link #processes()} of the JVM that hosts it. */
  public int[] processIndexByRank() {
    int[] index = new int[world.size()];
    for (int i = 0; i < processes.size(); i++) {
      for (int rank : processes.get(i).ranks()) {
        index[rank] = i;
      }
    }
    return index;
  }
}
