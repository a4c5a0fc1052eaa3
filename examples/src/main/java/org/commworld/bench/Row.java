package org.commworld.bench;

import java.util.List;
import java.util.Locale;
import org.commworld.bench.rank.Figure;
import org.commworld.bench.rank.Operation;

/**
 * What is known of one operation of one size when all its blocks have run.
 *
 * @param operation which
 * @param ranks number of ranks
 * @param bytes its size; 0 for one that has none
 * @param ours our blocks
 * @param theirs the other MPI's, the i-th beside our i-th; empty if there is none
 * @param hops readings of the probe around all blocks, in ns, the discarded ones' too
 * @param discarded blocks or pairs that do not count, as the machine changed its state in them
 * @param mixed whether the ones that count saw different states, for want of others
 */
record Row(
    Operation operation,
    int ranks,
    int bytes,
    List<Figure> ours,
    List<Figure> theirs,
    Spread hops,
    int discarded,
    boolean mixed) {
  /** The columns of {@link #csv}: the first six are those of the C benchmark. */
  static final String CSV_HEADER = "op,ranks,bytes,usec_per_op,GBps,best_usec";

  /** The columns that follow if there is another MPI. */
  static final String CSV_AGAINST =
      ",against_usec,against_best_usec,ratio,best_ratio,pairs,hop_ns_min,hop_ns_max,mixed";

  /** Copies the lists. */
  Row {
    ours = List.copyOf(ours);
    theirs = List.copyOf(theirs);
  }

  Spread oursMicros() {
    return Spread.of(ours.stream().mapToDouble(Figure::micros));
  }

  Spread theirMicros() {
    return Spread.of(theirs.stream().mapToDouble(Figure::micros));
  }

  /** The best batch of all our blocks. */
  double ourBest() {
    return Spread.of(ours.stream().mapToDouble(Figure::bestMicros)).least();
  }

  /** The best batch of all their blocks. */
  double theirBest() {
    return Spread.of(theirs.stream().mapToDouble(Figure::bestMicros)).least();
  }

  /** Our time by theirs, pair by pair: below 1 we are faster. */
  Spread ratios() {
    return Spread.of(
        java.util.stream.IntStream.range(0, theirs.size())
            .mapToDouble(i -> ours.get(i).micros() / theirs.get(i).micros()));
  }

  /** 10^9 bytes a second, of the median; 0 without a size. */
  double gigabytesPerSecond() {
    return bytes / oursMicros().median() / 1000;
  }

  /** The values of the header's columns. */
  String csv() {
    StringBuilder line = new StringBuilder();
    append(line, "%s,%d,%d,", operation.label(), ranks, bytes);
    append(line, "%.3f,%.4f,%.3f", oursMicros().median(), gigabytesPerSecond(), ourBest());
    if (!theirs.isEmpty()) {
      append(line, ",%.3f,%.3f", theirMicros().median(), theirBest());
      append(line, ",%.3f,%.3f,%d", ratios().median(), ourBest() / theirBest(), ours.size());
      append(line, ",%.0f,%.0f,%b", hops.least(), hops.most(), mixed);
    }
    return line.toString();
  }

  private static void append(StringBuilder line, String format, Object... values) {
    line.append(String.format(Locale.ROOT, format, values));
  }
}
