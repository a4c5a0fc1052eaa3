package org.commworld.spark.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commworld.stats.CallKind;
import org.commworld.stats.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class TraceFileTest {
  @TempDir Path directory;

  private static StatisticsCodec.Spans spans(String host, long dropped, Span... spans) {
    return new StatisticsCodec.Spans(host, List.of(spans), dropped);
  }

  @Test
  void callsAreSpansAndMessagesAreArrowsBetweenThem() throws IOException {
    Path file = directory.resolve("trace.json");
    long now = System.nanoTime();
    try (TraceFile trace = TraceFile.create(file)) {
      Span.MessageId out = new Span.MessageId(0, 1, 4);
      Span.MessageId in = new Span.MessageId(0, 0, 4);
      trace.add(
          0,
          "7",
          0,
          spans("a", 2, new Span(CallKind.SEND, 0, now, now + 2_500, 8, "world", 1, 9, out, null)));
      trace.add(
          0,
          "8",
          1,
          spans("b", 3, new Span(CallKind.RECV, 0, now, now + 9_000, 8, "world", 0, 9, null, in)));
    }

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    List<JsonNode> events = new ArrayList<>();
    json.get("traceEvents").forEach(events::add);
    JsonNode send = one(events, "X", "send");
    JsonNode recv = one(events, "X", "recv");
    JsonNode from = one(events, "s", "message");
    JsonNode to = one(events, "f", "message");
    assertThat(send.get("dur").asDouble()).isEqualTo(2.5);
    assertThat(send.get("args").toString())
        .isEqualTo("{\"bytes\":8,\"peer\":1,\"tag\":9,\"comm\":\"world\"}");
    assertThat(send.get("pid")).isNotEqualTo(recv.get("pid"));
    assertThat(from.get("id")).isEqualTo(to.get("id"));
    assertThat(from.get("ts").asDouble()).isEqualTo(send.get("ts").asDouble());
    assertThat(to.get("ts").asDouble())
        .isBetween(recv.get("ts").asDouble(), recv.get("ts").asDouble() + 9.0);
    assertThat(events)
        .filteredOn(event -> event.get("name").asText().equals("process_name"))
        .extracting(event -> event.get("args").get("name").asText())
        .containsExactly("executor 7 on a", "executor 8 on b");
    assertThat(json.get("otherData").get("droppedCalls").asInt()).isEqualTo(5);
  }

  private static JsonNode one(List<JsonNode> events, String phase, String name) {
    List<JsonNode> found =
        events.stream()
            .filter(event -> event.get("ph").asText().equals(phase))
            .filter(event -> event.get("name").asText().equals(name))
            .toList();
    assertThat(found).as(phase + " " + name).hasSize(1);
    return found.get(0);
  }
}
