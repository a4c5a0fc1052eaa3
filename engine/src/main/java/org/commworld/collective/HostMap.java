package org.commworld.collective;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Which ranks of a communicator share a host, as one of them sees it. Hosts are in the order of
 * their lowest ranks, which are their leaders.
 */
final class HostMap {
  private final int[][] hosts;
  private final int ownHost;
  private final int ownPlace;
  private final int[] hostByRank;

  /**
   * A map of {@code size} ranks.
   *
   * @param rank the one that asks
   */
  HostMap(int size, int rank, IntFunction<String> hostOf) {
    Map<String, List<Integer>> byHost = new LinkedHashMap<>();
    for (int r = 0; r < size; r++) {
      byHost.computeIfAbsent(hostOf.apply(r), h -> new ArrayList<>()).add(r);
    }
    this.hosts =
        byHost.values().stream()
            .map(ranks -> ranks.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    this.hostByRank = new int[size];
    for (int h = 0; h < hosts.length; h++) {
      for (int r : hosts[h]) {
        hostByRank[r] = h;
      }
    }
    this.ownHost = hostByRank[rank];
    this.ownPlace = placeOf(rank);
  }

  int hosts() {
    return hosts.length;
  }

  int ownHost() {
    return ownHost;
  }

  /** This rank's place among those of its host. */
  int ownPlace() {
    return ownPlace;
  }

  int hostOf(int rank) {
    return hostByRank[rank];
  }

  int placeOf(int rank) {
    int[] host = hosts[hostByRank[rank]];
    return IntStream.range(0, host.length).filter(i -> host[i] == rank).findFirst().orElseThrow();
  }

  /** The ranks of {@code host}, ascending. */
  int[] ranksOf(int host) {
    return hosts[host];
  }

  /** The ranks at {@code place} of each host; only if all hosts have that many. */
  int[] acrossAt(int place) {
    return IntStream.range(0, hosts.length).map(h -> hosts[h][place]).toArray();
  }

  /** Whether all hosts have the same number of ranks. */
  boolean isEven() {
    return IntStream.range(1, hosts.length).allMatch(h -> hosts[h].length == hosts[0].length);
  }

  /** Whether each host's ranks follow each other, so that hosts in order are ranks in order. */
  boolean isContiguous() {
    int next = 0;
    for (int[] host : hosts) {
      for (int rank : host) {
        if (rank != next++) {
          return false;
        }
      }
    }
    return true;
  }
}
