package org.commworld.spark.ui;

import org.commworld.spark.stats.Amounts;
import org.commworld.spark.stats.RunStatistics;
import org.commworld.stats.RankStatistics;

/**
 * The bytes that went from each rank to each other as a picture: a row a sender, a column a
 * receiver. Of more than {@value #MOST_CELLS} ranks, a cell is a block of neighbours.
 */
final class HeatMap {
  static final int MOST_CELLS = 64;

  private static final int SHADES = 7;
  private static final int SIDE = 512;
  private static final int LEFT = 40;
  private static final int TOP = 22;

  private final int ranks;
  private final int block;
  private final long[][] bytes;
  private long greatest;

  HeatMap(RunStatistics run) {
    this.ranks = run.ranks().size();
    this.block = (ranks + MOST_CELLS - 1) / MOST_CELLS;
    int cells = (ranks + block - 1) / block;
    this.bytes = new long[cells][cells];
    for (RunStatistics.Rank rank : run.ranks()) {
      RankStatistics counted = rank.counted();
      if (counted != null) {
        for (RankStatistics.Peer peer : counted.peers()) {
          long sum = bytes[rank.rank() / block][peer.rank() / block] += peer.sentBytes();
          greatest = Math.max(greatest, sum);
        }
      }
    }
  }

  /** Whether nothing was sent. */
  boolean isEmpty() {
    return greatest == 0;
  }

  int block() {
    return block;
  }

  long bytes(int from, int to) {
    return bytes[from][to];
  }

  /** From 1 to {@value #SHADES} by the root, so that small amounts are seen beside great ones. */
  int shade(long amount) {
    return Math.max(1, (int) Math.ceil(Math.sqrt((double) amount / greatest) * SHADES));
  }

  /** Adds the picture. */
  void draw(Html html) {
    int cells = bytes.length;
    int side = Math.max(6, Math.min(56, SIDE / cells));
    int width = LEFT + cells * side + 1;
    int height = TOP + cells * side + 1;
    html.format(
        "<svg class='cw-heat' viewBox='0 0 %s %s' width='%s' role='img' aria-label='Bytes sent"
            + " from each rank (row) to each other (column)'>",
        width, height, width);
    int step = Math.max(1, (28 + side - 1) / side);
    for (int i = 0; i < cells; i += step) {
      double middle = (i + 0.5) * side;
      html.format(
          "<text x='%s' y='%s' text-anchor='middle'>%s</text>", LEFT + middle, TOP - 6, i * block);
      html.format(
          "<text x='%s' y='%s' text-anchor='end' dominant-baseline='central'>%s</text>",
          LEFT - 6, TOP + middle, i * block);
    }
    for (int from = 0; from < cells; from++) {
      for (int to = 0; to < cells; to++) {
        cell(html, from, to, side);
      }
    }
    html.write("</svg>");
  }

  private void cell(Html html, int from, int to, int side) {
    long amount = bytes[from][to];
    int inner = Math.max(side - 1, 5);
    html.format(
        "<rect class='cw-q%s' x='%s' y='%s' width='%s' height='%s'>",
        amount == 0 ? 0 : shade(amount), LEFT + to * side, TOP + from * side, inner, inner);
    html.format("<title>%s → %s: %s</title></rect>", name(from), name(to), Amounts.bytes(amount));
  }

  private String name(int cell) {
    int first = cell * block;
    int last = Math.min(ranks, first + block) - 1;
    return first == last ? "rank " + first : "ranks " + first + "–" + last;
  }

  /** Adds what the shades mean. */
  void legend(Html html) {
    html.write("<div class='cw-legend'><span>less</span>");
    for (int shade = 1; shade <= SHADES; shade++) {
      html.format("<i class='cw-b%s'></i>", shade);
    }
    html.format("<span>%s</span></div>", Amounts.bytes(greatest));
  }
}
