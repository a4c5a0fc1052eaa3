package org.commworld.compare.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of two is faster over the sizes at which both were measured, and where that changes. A size
 * decides only where the middle halves of the two samples do not overlap. Between two sizes that
 * decide differently, the change is where the ratio of the medians, a straight line between
 * neighbouring sizes in logarithms of both, is 1.
 *
 * @param first who is faster at the smallest size that decides
 * @param changes where the other becomes faster, in turn
 * @param decided how many sizes decide
 * @param ratios second's median by first's, by size: above 1 the first is faster
 */
public record Crossover(
    Faster first, List<Double> changes, int decided, SortedMap<Long, Double> ratios) {
  /** Who is faster. */
  public enum Faster {
    FIRST,
    SECOND,
    NEITHER
  }

  /** Compares samples by size. */
  public static Crossover between(Map<Long, Quartiles> first, Map<Long, Quartiles> second) {
    TreeMap<Long, Double> ratios = new TreeMap<>();
    TreeMap<Long, Faster> clear = new TreeMap<>();
    first.forEach(
        (size, own) -> {
          Quartiles other = second.get(size);
          if (other != null && own.median() > 0 && other.median() > 0) {
            ratios.put(size, other.median() / own.median());
            if (own.isClearlyBelow(other)) {
              clear.put(size, Faster.FIRST);
            } else if (other.isClearlyBelow(own)) {
              clear.put(size, Faster.SECOND);
            }
          }
        });
    List<Double> changes = new ArrayList<>();
    Map.Entry<Long, Faster> last = null;
    for (Map.Entry<Long, Faster> entry : clear.entrySet()) {
      if (last != null && last.getValue() != entry.getValue()) {
        changes.add(crossing(ratios.subMap(last.getKey(), true, entry.getKey(), true)));
      }
      last = entry;
    }
    Faster start = clear.isEmpty() ? Faster.NEITHER : clear.firstEntry().getValue();
    return new Crossover(start, List.copyOf(changes), clear.size(), ratios);
  }

  /** Where the ratio last passes 1, from one side at the first size to the other at the last. */
  private static double crossing(SortedMap<Long, Double> ratios) {
    double at = Double.NaN;
    Map.Entry<Long, Double> before = null;
    for (Map.Entry<Long, Double> next : ratios.entrySet()) {
      if (before != null) {
        double from = Math.log(before.getValue());
        double to = Math.log(next.getValue());
        if (from * to <= 0 && from != to) {
          double x = Math.log(before.getKey());
          at = Math.exp(x + (Math.log(next.getKey()) - x) * from / (from - to));
        }
      }
      before = next;
    }
    return at;
  }

  /** Who is faster at the largest size that decides. */
  public Faster last() {
    boolean isSwapped = changes.size() % 2 == 1;
    return switch (first) {
      case FIRST -> isSwapped ? Faster.SECOND : Faster.FIRST;
      case SECOND -> isSwapped ? Faster.FIRST : Faster.SECOND;
      case NEITHER -> Faster.NEITHER;
    };
  }
}
