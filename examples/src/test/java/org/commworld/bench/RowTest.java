package org.commworld.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.commworld.bench.rank.Figure;
import org.commworld.bench.rank.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RowTest {
  private static final List<Figure> OURS =
      List.of(new Figure(4, 2), new Figure(2, 1.5), new Figure(9, 3));
  private static final List<Figure> THEIRS =
      List.of(new Figure(8, 4), new Figure(8, 3), new Figure(3, 3));
  private static final Spread HOPS = Spread.of(DoubleStream.of(50, 60, 52));

  @Test
  void aloneTheColumnsAreThoseOfTheBenchmarkInC() {
    Row row = new Row(Operation.PINGPONG, 2, 8000, OURS, List.of(), HOPS, 0, false);

    assertThat(Row.CSV_HEADER).isEqualTo("op,ranks,bytes,usec_per_op,GBps,best_usec");
    assertThat(row.csv()).isEqualTo("pingpong,2,8000,4.000,2.0000,1.500");
  }

  @Test
  void besideAnotherMpiRatiosAreThoseOfThePairs() {
    Row row = new Row(Operation.REDUCE_SCATTER, 4, 8, OURS, THEIRS, HOPS, 1, false);

    assertThat(row.ratios()).isEqualTo(new Spread(0.5, 0.25, 3));
    assertThat(row.csv())
        .isEqualTo("reduce_scatter,4,8,4.000,0.0020,1.500,8.000,3.000,0.500,0.500,3,50,60,false");
    assertThat(row.csv().split(",")).hasSameSizeAs((Row.CSV_HEADER + Row.CSV_AGAINST).split(","));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Spread.of(DoubleStream.of(4, 1, 2, 10))).isEqualTo(new Spread(3, 1, 10));
  }

  @Test
  void readingsOfDifferentStatesAreToldApart() {
    assertThat(Probe.isOneState(50, 62, 55)).isTrue();
    assertThat(Probe.isOneState(50, 260, 55)).isFalse();
    assertThat(Probe.isOneState(50, Double.NaN)).isFalse();
  }
}
