package org.commworld.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The events of a trace. */
record Trace(JsonNode events) {
  private Stream<JsonNode> of(String phase) {
    return StreamSupport.stream(events.spliterator(), false)
        .filter(event -> event.get("ph").asText().equals(phase));
  }

  List<String> names(String kind) {
    return of("M")
        .filter(event -> event.get("name").asText().equals(kind))
        .map(event -> event.at("/args/name").asText())
        .toList();
  }

  List<JsonNode> spans(String name) {
    return of("X").filter(event -> event.get("name").asText().equals(name)).toList();
  }

  /** The ends of arrows, which must be inside a span of their row. */
  Set<String> ids(String phase) {
    return of(phase)
        .filter(end -> of("X").anyMatch(span -> isInside(end, span)))
        .map(end -> end.get("id").asText())
        .collect(Collectors.toSet());
  }

  private static boolean isInside(JsonNode end, JsonNode span) {
    double at = end.get("ts").asDouble() - span.get("ts").asDouble();
    return row(end).equals(row(span)) && at >= 0 && at <= span.get("dur").asDouble();
  }

  private static String row(JsonNode event) {
    return event.get("pid") + "/" + event.get("tid");
  }

  /** Spans that begin before the one before them in their row has ended. */
  List<String> overlaps() {
    Map<String, Double> ends = new HashMap<>();
    return of("X")
        .sorted(Comparator.comparingDouble(span -> span.get("ts").asDouble()))
        .filter(
            span -> {
              double start = span.get("ts").asDouble();
              Double before = ends.put(row(span), start + span.get("dur").asDouble());
              // Times are rounded to nanoseconds.
              return before != null && start < before - 0.002;
            })
        .map(JsonNode::toString)
        .toList();
  }
}
