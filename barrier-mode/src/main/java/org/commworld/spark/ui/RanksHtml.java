package org.commworld.spark.ui;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.commworld.spark.stats.Amounts;
import org.commworld.spark.stats.RunStatistics;
import org.commworld.spark.stats.RunStatistics.Rank;
import org.commworld.spark.stats.RunStatistics.State;
import org.commworld.stats.RankStatistics;

/**
 * The content of the tab: all runs, the newest first and open. Its script sorts the ranks by the
 * column whose head is pressed, by cells' data-value where they have one.
 */
final class RanksHtml {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);
  private static final String STYLE = Html.resource("ranks.css");
  private static final String SCRIPT = Html.resource("ranks.js");

  /** Of more ranks, those with the least and the most communication are listed. */
  private static final int MOST_ROWS = 200;

  private final Html html = new Html();

  private RanksHtml() {}

  static String of(List<RunStatistics> runs) {
    return new RanksHtml().page(runs).toString();
  }

  private Html page(List<RunStatistics> runs) {
    boolean isLive = runs.stream().anyMatch(run -> isGoingOn(run.state()));
    html.write("<style>").write(STYLE).write("</style>");
    html.format("<div id='commworld-ranks' class='cw' data-live='%s'>", isLive);
    if (runs.isEmpty()) {
      html.write("<p>No barrier job has run yet.</p>");
    }
    for (int i = 0; i < runs.size(); i++) {
      run(runs.get(i), i == 0);
    }
    return html.write("</div><script>").write(SCRIPT).write("</script>");
  }

  private static boolean isGoingOn(State state) {
    return state == State.WAITING || state == State.RUNNING;
  }

  private void run(RunStatistics run, boolean open) {
    html.format("<details class='cw-run' data-run='%s'", run.id());
    html.write(open ? " open='open'>" : ">").format("<summary data-open='%s'>", open);
    html.format("<b>%s</b>", run.name());
    state(run.state());
    long hosts =
        run.ranks().stream().map(Rank::host).filter(host -> !host.isEmpty()).distinct().count();
    html.format(
        "<span class='cw-dim'>%s, %s%s · %s · %s</span></summary>",
        plural(run.ranks().size(), "rank"),
        plural(hosts, "host"),
        run.attempt() == 0 ? "" : ", attempt " + run.attempt(),
        TIME.format(run.started().atZone(ZoneId.systemDefault())),
        Amounts.time(run.elapsed().toNanos()));
    figures(run);
    ranks(run);
    messages(run);
    html.write("</details>");
  }

  private static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void state(State state) {
    String name = state.name().toLowerCase(Locale.ROOT);
    html.format("<span class='cw-state cw-%s'>%s</span>", name, name);
  }

  private void figures(RunStatistics run) {
    html.write("<div class='cw-figures'>");
    figure("in communication", Amounts.percent(run.communicationPart()), "of all ranks' time");
    figure("sent in messages", Amounts.bytes(run.sentBytes()), "between ranks");
    run.slowest()
        .ifPresent(
            rank ->
                figure(
                    "slowest",
                    "rank " + rank.rank(),
                    Amounts.time(rank.computationNanos()) + " of computation"));
    run.mostWaitedFor()
        .ifPresent(
            waited ->
                figure(
                    "most waited for",
                    "rank " + waited.rank(),
                    Amounts.time(waited.waitedNanos()) + " by all others"));
    html.write("</div>");
  }

  private void figure(String what, String value, String more) {
    html.format(
        "<div class='cw-figure'><span>%s</span><strong>%s</strong><small>%s</small></div>",
        what, value, more);
  }

  private void ranks(RunStatistics run) {
    List<Rank> shown = new ArrayList<>(run.ranks());
    if (shown.size() > MOST_ROWS) {
      shown.sort(Comparator.comparingDouble(Rank::communicationPart));
      List<Rank> ends = new ArrayList<>(shown.subList(0, MOST_ROWS / 2));
      ends.addAll(shown.subList(shown.size() - MOST_ROWS / 2, shown.size()));
      html.format(
          "<p class='cw-dim'>%s of %s ranks: those with the least and the most communication.</p>",
          MOST_ROWS, run.ranks().size());
      shown = ends;
    }
    html.write(
        "<div class='cw-scroll'><table class='cw-table'><thead><tr><th><button>Rank</button></th>"
            + "<th class='cw-place'><button>Host</button></th>"
            + "<th class='cw-place'><button>Executor</button></th>"
            + "<th><button>State</button></th><th class='cw-wide'><button>"
            + "<i class='cw-key cw-comp'></i>Computation <i class='cw-key cw-comm'></i>"
            + "Communication</button></th><th class='cw-n'><button>Sent</button></th>"
            + "<th class='cw-n'><button>Received</button></th>"
            + "<th class='cw-n'><button>Waited for</button></th></tr></thead><tbody>");
    long longest =
        Math.max(1, run.ranks().stream().mapToLong(RanksHtml::lifeNanos).max().orElse(1));
    long[] waitedFor = run.waitedForNanos();
    for (Rank rank : shown) {
      row(rank, longest, waitedFor[rank.rank()]);
    }
    html.write("</tbody></table></div>");
  }

  private static long lifeNanos(Rank rank) {
    return rank.counted() == null ? 0 : rank.counted().lifeNanos();
  }

  private void row(Rank rank, long longest, long waitedFor) {
    html.format(
        "<tr data-rank='%s' data-sent='%s' data-received='%s'><td>%s</td><td class='cw-place'>%s</td><td class='cw-place'>%s</td><td>",
        rank.rank(),
        rank.sentBytes(),
        rank.receivedBytes(),
        rank.rank(),
        rank.host(),
        rank.executor());
    state(rank.state());
    inside(rank);
    html.format("</td><td class='cw-wide' data-value='%s'>", rank.communicationNanos());
    html.format(
        "<span class='cw-bar'><i class='cw-comp' style='width:%s%%'></i>"
            + "<i class='cw-comm' style='width:%s%%'></i></span>",
        percent(rank.computationNanos(), longest), percent(rank.communicationNanos(), longest));
    html.format(
        "<small>%s + %s (%s)</small></td>",
        Amounts.time(rank.computationNanos()),
        Amounts.time(rank.communicationNanos()),
        Amounts.percent(rank.communicationPart()));
    html.format(
        "<td class='cw-n' data-value='%s'>%s</td><td class='cw-n' data-value='%s'>%s</td>"
            + "<td class='cw-n' data-value='%s'>%s</td></tr>",
        rank.sentBytes(),
        Amounts.bytes(rank.sentBytes()),
        rank.receivedBytes(),
        Amounts.bytes(rank.receivedBytes()),
        waitedFor,
        Amounts.time(waitedFor));
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f", 100.0 * part / whole);
  }

  /** The call that the rank is in. */
  private void inside(Rank rank) {
    RankStatistics.Inside inside = rank.counted() == null ? null : rank.counted().inside();
    if (inside != null && rank.state() == State.RUNNING) {
      html.format(
          " <small class='cw-dim'>in %s%s for %s</small>",
          inside.kind(),
          inside.peer() < 0 ? "" : ", waits for rank " + inside.peer(),
          Amounts.time(inside.waitedNanos()));
    }
  }

  private void messages(RunStatistics run) {
    HeatMap map = new HeatMap(run);
    html.write("<h5>Bytes from rank (row) to rank (column)</h5>");
    if (map.isEmpty()) {
      html.write(
          "<p class='cw-dim'>No messages. Collectives of ranks of one host go through memory that"
              + " they share.</p>");
      return;
    }
    if (map.block() > 1) {
      html.format(
          "<p class='cw-dim'>A cell is a block of %s by %s ranks.</p>", map.block(), map.block());
    }
    map.legend(html);
    html.write("<div class='cw-scroll'>");
    map.draw(html);
    html.write("</div>");
  }
}
