package org.commworld.mapreduce.mrjob;

import java.util.Map;
import java.util.TreeMap;

/** Counters by group and name. Not for several threads at once. */
final class CounterTable {
  private final Map<String, Map<String, Long>> groups = new TreeMap<>();

  void add(String group, String name, long amount) {
    groups.computeIfAbsent(group, unused -> new TreeMap<>()).merge(name, amount, Long::sum);
  }

  void addAll(CounterTable other) {
    other.groups.forEach(
        (group, counters) -> counters.forEach((name, amount) -> add(group, name, amount)));
  }

  /** A view of them. */
  Map<String, Map<String, Long>> groups() {
    return groups;
  }
}
