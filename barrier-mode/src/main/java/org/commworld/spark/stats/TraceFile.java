package org.commworld.spark.stats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.commworld.stats.Span;
import org.jspecify.annotations.Nullable;

/**
 * A trace in the JSON format of Chrome's tracing, which Perfetto reads too: a process for each
 * executor, a row for each rank, a complete event for each call, a flow from each send of a message
 * to the call that completed its receive. Written as reports come; holds none of them. Used by
 * several threads.
 */
public final class TraceFile implements AutoCloseable {
  /** Rows of a rank's other threads are so far from its first. */
  private static final int LANE_STEP = 1_000_000;

  /** An arrow ends inside the call that it ends at. */
  private static final double INSIDE_MICROS = 0.001;

  private record RankKey(int attempt, int rank) {}

  private record ExecutorKey(int attempt, String executor) {}

  private record Row(int process, int lane, int rank) {}

  private final JsonGenerator json;
  private final Map<ExecutorKey, Integer> processes = new HashMap<>();
  private final Set<Row> rows = new HashSet<>();
  private final Map<RankKey, Long> dropped = new HashMap<>();
  private final long originNanos = System.nanoTime();
  private @Nullable IOException failure;
  private boolean closed;

  private TraceFile(OutputStream out) throws IOException {
    json = new JsonFactory().createGenerator(out);
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeArrayFieldStart("traceEvents");
  }

  /**
   * Begins a trace.
   *
   * @throws IOException if {@code file} cannot be written
   */
  public static TraceFile create(Path file) throws IOException {
    return new TraceFile(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }

  /** Adds calls of {@code rank}, their times by this JVM's {@link System#nanoTime}. */
  public synchronized void add(
      int attempt, String executor, int rank, StatisticsCodec.Spans calls) {
    if (closed || failure != null) {
      return;
    }
    dropped.put(new RankKey(attempt, rank), calls.dropped());
    try {
      int process = process(attempt, executor, calls.host());
      for (Span span : calls.spans()) {
        write(attempt, process, rank, span);
      }
    } catch (IOException e) {
      failure = e; // The run goes on without.
    }
  }

  private int process(int attempt, String executor, String host) throws IOException {
    ExecutorKey key = new ExecutorKey(attempt, executor);
    Integer known = processes.get(key);
    if (known != null) {
      return known;
    }
    int process = processes.size() + 1;
    processes.put(key, process);
    String name = "executor %s on %s".formatted(executor, host);
    metadata("process_name", process, 0, attempt == 0 ? name : name + ", attempt " + attempt);
    return process;
  }

  private void metadata(String kind, int process, int thread, String name) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", kind);
    json.writeStringField("ph", "M");
    json.writeNumberField("pid", process);
    json.writeNumberField("tid", thread);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(int attempt, int process, int rank, Span span) throws IOException {
    int thread = span.lane() * LANE_STEP + rank;
    if (rows.add(new Row(process, span.lane(), rank))) {
      String name = "rank " + rank;
      metadata(
          "thread_name",
          process,
          thread,
          span.lane() == 0 ? name : name + ", thread " + span.lane());
    }
    double start = micros(span.startNanos());
    double end = micros(span.endNanos());
    event(span.kind().toString(), "X", process, thread, start);
    json.writeStringField("cat", "mpi");
    json.writeNumberField("dur", Math.max(0, (span.endNanos() - span.startNanos()) / 1e3));
    json.writeObjectFieldStart("args");
    json.writeNumberField("bytes", span.bytes());
    if (span.peer() >= 0) {
      json.writeNumberField("peer", span.peer());
    }
    if (span.tag() >= 0) {
      json.writeNumberField("tag", span.tag());
    }
    if (!span.comm().isEmpty()) {
      json.writeStringField("comm", span.comm());
    }
    json.writeEndObject();
    json.writeEndObject();
    if (span.sent() != null) {
      flow("s", process, thread, start, id(attempt, span.sent(), rank, span.sent().peer()));
    }
    if (span.received() != null) {
      double at = Math.max(start, end - INSIDE_MICROS);
      flow("f", process, thread, at, id(attempt, span.received(), span.received().peer(), rank));
    }
  }

  private double micros(long nanos) {
    return (nanos - originNanos) / 1e3;
  }

  private void event(String name, String phase, int process, int thread, double micros)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("ph", phase);
    json.writeNumberField("pid", process);
    json.writeNumberField("tid", thread);
    json.writeNumberField("ts", micros);
  }

  private void flow(String phase, int process, int thread, double micros, String id)
      throws IOException {
    event("message", phase, process, thread, micros);
    json.writeStringField("cat", "message");
    json.writeStringField("id", id);
    if (phase.equals("f")) {
      json.writeStringField("bp", "e");
    }
    json.writeEndObject();
  }

  private static String id(int attempt, Span.MessageId message, int from, int to) {
    return attempt + "/" + message.context() + "/" + from + "/" + to + "/" + message.number();
  }

  /** How many calls the trace has not got. */
  public synchronized long dropped() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Ends the trace. Closing twice is harmless.
   *
   * @throws IOException if it, or anything before, could not be written
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (json) {
      if (failure != null) {
        throw failure;
      }
      json.writeEndArray();
      json.writeObjectFieldStart("otherData");
      json.writeNumberField("droppedCalls", dropped());
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
