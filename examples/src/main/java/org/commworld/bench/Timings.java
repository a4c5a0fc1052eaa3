package org.commworld.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.collective.select.Choice;
import org.commworld.collective.select.Collective;

/**
 * How long each choice took, by collective, ranks and bytes; and the table that follows from it.
 */
final class Timings {
  /** A choice must be so much better than the default that noise is no reason. */
  private static final double CLEARLY = 0.9;

  private final Map<Collective, TreeMap<Integer, TreeMap<Integer, Map<Choice, Double>>>> micros =
      new EnumMap<>(Collective.class);

  private final AlgorithmTable usual;

  /** None yet; {@code usual} is what is used where there is no rule. */
  Timings(AlgorithmTable usual) {
    this.usual = usual;
  }

  void add(Collective collective, int ranks, int bytes, Choice choice, double time) {
    micros
        .computeIfAbsent(collective, c -> new TreeMap<>())
        .computeIfAbsent(ranks, r -> new TreeMap<>())
        .computeIfAbsent(bytes, b -> new LinkedHashMap<>())
        .put(choice, time);
  }

  /** Rules for where the default was clearly beaten. */
  AlgorithmTable table() {
    StringBuilder text = new StringBuilder();
    micros.forEach(
        (collective, byRanks) ->
            byRanks.forEach(
                (ranks, byBytes) -> {
                  Integer next = byRanks.higherKey(ranks);
                  String range = next == null ? ranks + ".." : ranks + ".." + (next - 1);
                  rules(collective, ranks, byBytes)
                      .forEach(
                          rule ->
                              text.append(
                                  "%s ranks %s %s%n".formatted(collective.text(), range, rule)));
                }));
    return AlgorithmTable.parse(text.toString(), "measured");
  }

  /** Neighbouring sizes with the same winner make one rule; it ends between sizes. */
  private List<String> rules(
      Collective collective, int ranks, NavigableMap<Integer, Map<Choice, Double>> byBytes) {
    List<String> rules = new ArrayList<>();
    long from = 0;
    for (int bytes : byBytes.keySet()) {
      Choice winner = winner(collective, ranks, bytes, byBytes);
      Integer next = byBytes.higherKey(bytes);
      if (next != null && winner.equals(winner(collective, ranks, next, byBytes))) {
        continue;
      }
      long to = next == null ? Long.MAX_VALUE : Math.round(Math.sqrt((double) bytes * next));
      if (!winner.equals(usual.choose(collective, ranks, bytes))) {
        String end = next == null ? "" : String.valueOf(to);
        rules.add(
            "bytes %d..%s %s segment %d"
                .formatted(from, end, winner.algorithm().text(), winner.segmentBytes()));
      }
      from = to + 1;
    }
    return rules;
  }

  /** The default's own segments may not be among those measured: its algorithm's best time. */
  private static double timeOf(Choice own, Map<Choice, Double> times) {
    double best = Double.POSITIVE_INFINITY;
    for (Map.Entry<Choice, Double> entry : times.entrySet()) {
      if (entry.getKey().algorithm() == own.algorithm()) {
        best = Math.min(best, entry.getValue());
      }
    }
    return best;
  }

  private Choice winner(
      Collective collective,
      int ranks,
      int bytes,
      NavigableMap<Integer, Map<Choice, Double>> byBytes) {
    Map<Choice, Double> times = byBytes.getOrDefault(bytes, Map.of());
    Choice own = usual.choose(collective, ranks, bytes);
    Choice best = own;
    double limit = CLEARLY * timeOf(own, times);
    for (Map.Entry<Choice, Double> entry : times.entrySet()) {
      if (entry.getValue() < limit) {
        limit = entry.getValue();
        best = entry.getKey();
      }
    }
    return best;
  }
}
