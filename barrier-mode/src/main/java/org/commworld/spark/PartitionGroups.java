package org.commworld.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which partitions go to which rank. Pure computation.
 *
 * <p>The ranks' shares differ by at most one partition. Partitions that prefer the same place are
 * put together as far as that allows, and no place gets more ranks than it has slots: a barrier
 * stage starts all at once or not at all, so preferences that do not fit would only delay it.
 * Without preferences the shares are consecutive. Ranks are ordered by their first partition, those
 * without any last.
 */
final class PartitionGroups {
  /** The share of one rank: ascending partitions, and where it would best run. */
  record Group(List<Integer> partitions, Optional<String> place) {
    int first() {
      return partitions.isEmpty() ? Integer.MAX_VALUE : partitions.get(0);
    }
  }

  private PartitionGroups() {}

  /**
   * Groups the partitions 0 … places.size() − 1.
   *
   * @param places where each partition would best be read
   * @param slotsPerPlace how many ranks may prefer the same place
   */
  static List<Group> group(int ranks, List<Optional<String>> places, int slotsPerPlace) {
    int partitions = places.size();
    int[] shares = new int[ranks];
    for (int i = 0; i < ranks; i++) {
      shares[i] = partitions / ranks + (i < partitions % ranks ? 1 : 0);
    }
    Map<String, List<Integer>> byPlace = new LinkedHashMap<>();
    List<Integer> rest = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      List<Integer> list =
          places.get(p).map(s -> byPlace.computeIfAbsent(s, x -> new ArrayList<>())).orElse(rest);
      list.add(p);
    }
    List<Group> groups = new ArrayList<>(ranks);
    placeGroups(shares, byPlace, slotsPerPlace, groups);
    byPlace.values().forEach(rest::addAll);
    rest.sort(null);
    return fill(shares, groups, rest);
  }

  /** Forms groups that at least half belong to one place, the fullest places first. */
  private static void placeGroups(
      int[] shares, Map<String, List<Integer>> byPlace, int slotsPerPlace, List<Group> groups) {
    List<Map.Entry<String, List<Integer>>> order = new ArrayList<>(byPlace.entrySet());
    order.sort(Comparator.comparingInt(e -> -e.getValue().size()));
    for (Map.Entry<String, List<Integer>> place : order) {
      List<Integer> left = place.getValue();
      for (int slot = 0; slot < slotsPerPlace && groups.size() < shares.length; slot++) {
        int share = shares[groups.size()];
        if (left.isEmpty() || left.size() * 2 < share || share == 0) {
          break;
        }
        List<Integer> taken = left.subList(0, Math.min(share, left.size()));
        groups.add(new Group(new ArrayList<>(taken), Optional.of(place.getKey())));
        taken.clear();
      }
    }
  }

  /** Tops groups up to their shares, and forms those that prefer no place, in order. */
  private static List<Group> fill(int[] shares, List<Group> groups, List<Integer> rest) {
    int next = 0;
    List<Group> filled = new ArrayList<>(shares.length);
    for (int i = 0; i < shares.length; i++) {
      Group group =
          i < groups.size() ? groups.get(i) : new Group(new ArrayList<>(), Optional.empty());
      List<Integer> partitions = group.partitions();
      while (partitions.size() < shares[i]) {
        partitions.add(rest.get(next++));
      }
      partitions.sort(null);
      filled.add(new Group(List.copyOf(partitions), group.place()));
    }
    filled.sort(Comparator.comparingInt(Group::first));
    return filled;
  }
}
