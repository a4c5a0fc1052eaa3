package org.commworld.spark.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commworld.stats.CallKind;
import org.commworld.stats.RankStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RunStatisticsTest {
  private final Runs runs = new Runs();
  private final RunMonitor monitor = runs.begin("job", 0, 3);

  /** A rank of 10 s of life that sent 100 bytes to the next one. */
  private static RankStatistics rank(int rank, long communicationNanos, long waitedForFirst) {
    return new RankStatistics(
        rank,
        10_000_000_000L,
        List.of(new RankStatistics.Calls(CallKind.RECV, 4, 400, communicationNanos, 5)),
        List.of(
            new RankStatistics.Peer(0, 0, 0, 0, 0, waitedForFirst),
            new RankStatistics.Peer((rank + 1) % 3, 1, 100, 0, 0, 1_000)),
        null);
  }

  @Test
  void slowestComputesLongestAndOthersWaitForWhomTheyWait() {
    monitor.reported(rank(1, 9_000_000_000L, 8_000_000_000L));
    monitor.reported(rank(2, 2_000_000_000L, 0));

    RunStatistics run = monitor.read();
    assertThat(run.slowest()).map(RunStatistics.Rank::rank).contains(2);
    assertThat(run.mostWaitedFor())
        .contains(new RunStatistics.WaitedFor(0, 8_000_000_000L + 1_000));
    assertThat(run.sentBytes()).isEqualTo(200);
    assertThat(run.communicationPart()).isEqualTo(0.55);
  }

  @Test
  void waitThatGoesOnCounts() {
    monitor.reported(
        new RankStatistics(
            1, 9, List.of(), List.of(), new RankStatistics.Inside(CallKind.RECV, 2, 7)));

    assertThat(monitor.read().mostWaitedFor()).contains(new RunStatistics.WaitedFor(2, 7));
  }

  @Test
  void lateReportOfAnEarlierMomentIsDropped() {
    RankStatistics late = new RankStatistics(0, 5, List.of(), List.of(), null);
    RankStatistics last = new RankStatistics(0, 6, List.of(), List.of(), null);

    monitor.reported(last);
    monitor.reported(late);

    assertThat(monitor.read().ranks().get(0).counted()).isEqualTo(last);
  }

  @Test
  void oldRunsAreForgotten() {
    for (int i = 0; i < 100; i++) {
      runs.begin("next", 0, 1);
    }

    assertThat(runs.read()).hasSize(50).allMatch(run -> run.name().equals("next"));
  }

  @Test
  void summarySaysWhoCalledWhatAndForHowLong() {
    for (int rank = 0; rank < 3; rank++) {
      monitor.reported(rank(rank, 3_000_000_000L, 0));
    }
    monitor.ended(true);

    assertThat(RunSummary.of(monitor.read()).lines())
        .anyMatch(line -> line.matches(" +1 +10.0 s +3.00 s +30.0% +100 B +0 B"))
        .anyMatch(line -> line.matches("recv +3 +12 +9.00 s +100.0% +750 ms +5 ns +1.17 KiB"))
        .anyMatch(line -> line.matches(" +2 -> 0 +1 messages +100 B"))
        .contains("messages: 3, 300 B, between 3 pairs of ranks");
  }

  @Test
  void summaryOfManyRanksIsShort() {
    RunMonitor many = runs.begin("many", 0, 10_000);

    assertThat(RunSummary.of(many.read()).lines()).hasSizeLessThan(60);
  }
}
