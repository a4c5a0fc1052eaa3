package org.commworld.spark.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.commworld.stats.CallKind;
import org.commworld.stats.RankStatistics;
import org.commworld.stats.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StatisticsCodecTest {
  @Test
  void statisticsComeBackAsTheyWere() throws IOException {
    RankStatistics statistics =
        new RankStatistics(
            3,
            1L << 40,
            List.of(
                new RankStatistics.Calls(CallKind.SEND, 1, 2, 3, 4),
                new RankStatistics.Calls(CallKind.FINALIZE, 5, 6, 7, 8)),
            List.of(new RankStatistics.Peer(9, 10, 11, 12, 13, 14)),
            new RankStatistics.Inside(CallKind.RECV, -1, 15));

    assertThat(StatisticsCodec.decode(StatisticsCodec.encode(statistics))).isEqualTo(statistics);
  }

  @Test
  void spansComeBackByTheDriversClock() throws IOException {
    Span.MessageId message = new Span.MessageId(3, 1, 1L << 33);
    Span span = new Span(CallKind.SEND, 1, 100, 200, 8, "world", 1, 7, message, null);

    StatisticsCodec.Spans spans =
        StatisticsCodec.decodeSpans(StatisticsCodec.encode(List.of(span), 5, 1_000, "host"));

    Span moved = new Span(CallKind.SEND, 1, 1_100, 1_200, 8, "world", 1, 7, message, null);
    assertThat(spans).isEqualTo(new StatisticsCodec.Spans("host", List.of(moved), 5));
  }
}
