package org.commworld.spark.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commworld.stats.CallKind;
import org.commworld.stats.RankStatistics;

/** What the ranks of a run have done, as text: see docs/observability.md for what it means. */
public final class RunSummary {
  private static final int MOST_RANKS = 32;
  private static final int MOST_CALLS = 20;
  private static final int MOST_PAIRS = 10;

  /** Calls of one kind, of all ranks. */
  private static final class Sum {
    private long ranks;
    private long count;
    private long bytes;
    private long nanos;
    private long maxNanos;

    void add(RankStatistics.Calls calls) {
      ranks++;
      count += calls.count();
      bytes += calls.bytes();
      nanos += calls.nanos();
      maxNanos = Math.max(maxNanos, calls.maxNanos());
    }
  }

  private record Pair(int from, int to, long messages, long bytes) {}

  private final RunStatistics run;
  private final StringBuilder text = new StringBuilder();

  private RunSummary(RunStatistics run) {
    this.run = run;
  }

  /** Lines of text, each ended. */
  public static String of(RunStatistics run) {
    return new RunSummary(run).write();
  }

  private String write() {
    line(
        "---- %s: %d ranks, %s, %s",
        run.name(),
        run.ranks().size(),
        Amounts.time(run.elapsed().toNanos()),
        run.state().name().toLowerCase(Locale.ROOT));
    ranks();
    calls();
    pairs();
    outstanding();
    return text.toString();
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
  }

  private void ranks() {
    line("");
    line(
        "%6s %-22s %11s %11s %7s %11s %11s",
        "rank", "host", "life", "in calls", "%", "sent", "received");
    List<RunStatistics.Rank> shown = new ArrayList<>(run.ranks());
    if (shown.size() > MOST_RANKS) {
      // Those that compute longest hold up the others, those that wait longest are held up.
      shown.sort(Comparator.comparingDouble(RunStatistics.Rank::communicationPart));
      int half = MOST_RANKS / 2;
      List<RunStatistics.Rank> ends = new ArrayList<>(shown.subList(0, half));
      ends.addAll(shown.subList(shown.size() - half, shown.size()));
      shown = ends;
    }
    for (RunStatistics.Rank rank : shown) {
      RankStatistics counted = rank.counted();
      if (counted == null) {
        line("%6d %-22s no report", rank.rank(), rank.host());
      } else {
        line(
            "%6d %-22s %11s %11s %6.1f%% %11s %11s",
            rank.rank(),
            rank.host(),
            Amounts.time(counted.lifeNanos()),
            Amounts.time(rank.communicationNanos()),
            100 * rank.communicationPart(),
            Amounts.bytes(rank.sentBytes()),
            Amounts.bytes(rank.receivedBytes()));
      }
    }
    if (shown.size() < run.ranks().size()) {
      line(
          "%6s %d ranks between those with the least and the most communication",
          "…", run.ranks().size() - shown.size());
    }
    line("%6s %-22s %11s %11s %6.1f%%", "all", "", "", "", 100 * run.communicationPart());
  }

  private void calls() {
    Map<CallKind, Sum> byKind = new EnumMap<>(CallKind.class);
    long all = 0;
    for (RunStatistics.Rank rank : run.ranks()) {
      if (rank.counted() != null) {
        for (RankStatistics.Calls calls : rank.counted().calls()) {
          byKind.computeIfAbsent(calls.kind(), kind -> new Sum()).add(calls);
          all += calls.nanos();
        }
      }
    }
    if (byKind.isEmpty()) {
      return;
    }
    line("");
    line(
        "%-20s %6s %11s %11s %6s %11s %11s %11s",
        "call", "ranks", "calls", "time", "%", "mean", "max", "bytes");
    long total = Math.max(1, all);
    byKind.entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().nanos))
        .limit(MOST_CALLS)
        .forEach(
            entry -> {
              Sum sum = entry.getValue();
              line(
                  "%-20s %6d %11d %11s %5.1f%% %11s %11s %11s",
                  entry.getKey(),
                  sum.ranks,
                  sum.count,
                  Amounts.time(sum.nanos),
                  100.0 * sum.nanos / total,
                  Amounts.time(sum.nanos / Math.max(1, sum.count)),
                  Amounts.time(sum.maxNanos),
                  Amounts.bytes(sum.bytes));
            });
    if (byKind.size() > MOST_CALLS) {
      line("… %d more kinds of calls", byKind.size() - MOST_CALLS);
    }
  }

  private void pairs() {
    List<Pair> pairs = new ArrayList<>();
    long messages = 0;
    for (RunStatistics.Rank rank : run.ranks()) {
      if (rank.counted() != null) {
        for (RankStatistics.Peer peer : rank.counted().peers()) {
          if (peer.sentMessages() > 0) {
            messages += peer.sentMessages();
            pairs.add(new Pair(rank.rank(), peer.rank(), peer.sentMessages(), peer.sentBytes()));
          }
        }
      }
    }
    line("");
    if (pairs.isEmpty()) {
      line("no messages: ranks of one host have their collectives in shared memory");
      return;
    }
    line(
        "messages: %d, %s, between %d pairs of ranks",
        messages, Amounts.bytes(run.sentBytes()), pairs.size());
    pairs.sort(Comparator.comparingLong(Pair::bytes).thenComparingLong(Pair::messages).reversed());
    for (Pair pair : pairs.subList(0, Math.min(MOST_PAIRS, pairs.size()))) {
      line(
          "%6d -> %-6d %11d messages %11s",
          pair.from(), pair.to(), pair.messages(), Amounts.bytes(pair.bytes()));
    }
    if (pairs.size() > MOST_PAIRS) {
      line("%6s %d more pairs", "…", pairs.size() - MOST_PAIRS);
    }
  }

  private void outstanding() {
    line("");
    run.slowest()
        .ifPresent(
            rank ->
                line(
                    "slowest: rank %d, %s outside calls",
                    rank.rank(), Amounts.time(rank.computationNanos())));
    run.mostWaitedFor()
        .ifPresent(
            waited ->
                line(
                    "most waited for: rank %d, %s by all others",
                    waited.rank(), Amounts.time(waited.waitedNanos())));
  }
}
