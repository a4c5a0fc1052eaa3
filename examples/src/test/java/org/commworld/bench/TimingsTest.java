package org.commworld.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.commworld.collective.select.Algorithm;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.collective.select.Choice;
import org.commworld.collective.select.Collective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimingsTest {
  private static final Choice SPREAD = new Choice(Algorithm.SPREAD, 0);
  private static final Choice TWO_SHOT = new Choice(Algorithm.TWO_SHOT, 65536);
  private static final Choice RING = new Choice(Algorithm.RING, 65536);

  private final Timings timings = new Timings(AlgorithmTable.defaults());

  private void measured(int ranks, int bytes, double spread, double twoShot, double ring) {
    timings.add(Collective.ALLREDUCE, ranks, bytes, SPREAD, spread);
    timings.add(Collective.ALLREDUCE, ranks, bytes, TWO_SHOT, twoShot);
    timings.add(Collective.ALLREDUCE, ranks, bytes, RING, ring);
  }

  private Algorithm chosen(int ranks, long bytes) {
    return timings.table().choose(Collective.ALLREDUCE, ranks, bytes).algorithm();
  }

  @Test
  void theDefaultStaysWhereNothingIsClearlyFaster() {
    measured(4, 8, 10, 9.5, 30);
    measured(4, 1 << 20, 300, 100, 95);

    assertThat(timings.table().text()).isEmpty();
  }

  @Test
  void aClearWinnerHoldsBetweenTheSizesAroundIt() {
    measured(4, 1 << 10, 10, 20, 30);
    measured(4, 1 << 20, 300, 100, 50);
    measured(4, 1 << 22, 900, 400, 200);

    assertThat(chosen(4, 8)).isEqualTo(Algorithm.SPREAD);
    assertThat(chosen(4, 1 << 15)).isEqualTo(Algorithm.SPREAD);
    assertThat(chosen(4, (1 << 15) + 1)).isEqualTo(Algorithm.RING);
    assertThat(chosen(4, 1L << 40)).isEqualTo(Algorithm.RING);
    assertThat(timings.table().text().lines()).hasSize(1);
  }

  @Test
  void aMeasuredNumberOfRanksHoldsUpToTheNext() {
    measured(2, 1 << 20, 300, 100, 50);
    measured(6, 1 << 20, 300, 100, 200);

    assertThat(chosen(5, 1 << 20)).isEqualTo(Algorithm.RING);
    assertThat(chosen(6, 1 << 20)).isEqualTo(Algorithm.TWO_SHOT);
  }

  @Test
  void theCandidatesAreAllAlgorithmsOfEveryCollectiveAsked() {
    List<Candidates> rounds = Candidates.rounds(List.of(Collective.ALLREDUCE, Collective.BARRIER));

    assertThat(
            rounds.stream()
                .map(round -> round.of(Collective.ALLREDUCE))
                .flatMap(Optional::stream)
                .map(Choice::algorithm))
        .hasSameElementsAs(Collective.ALLREDUCE.algorithms());
    assertThat(rounds.stream().map(round -> round.of(Collective.BARRIER)).flatMap(Optional::stream))
        .hasSize(2);
    for (Candidates round : rounds) {
      Choice choice = round.of(Collective.ALLREDUCE).orElseThrow();
      AlgorithmTable table = round.table();
      assertThat(table.choose(Collective.ALLREDUCE, 7, 12345)).isEqualTo(choice);
    }
  }
}
