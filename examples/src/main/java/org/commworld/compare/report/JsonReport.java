package org.commworld.compare.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.commworld.compare.workload.Workload;

/**
 * Everything, each run's time too; times in seconds, memory in bytes, absent where there is none;
 * sizes, and where the winner changes, in the workload's unit.
 */
final class JsonReport {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  /** The whole text. */
  static String of(Results results) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    results.facts().forEach(root.putObject("facts")::put);
    ObjectNode engines = root.putObject("engines");
    results.engines().forEach((engine, version) -> engines.put(engine.label(), version));
    ObjectNode workloads = root.putObject("workloads");
    for (Workload workload : results.workloads()) {
      workload(workloads.putObject(workload.label()), workload, results);
    }
    ArrayNode points = root.putArray("points");
    results.points().forEach(point -> point(points.addObject(), point));
    ArrayNode verdicts = root.putArray("verdicts");
    for (int ranks : results.ranks()) {
      for (Workload workload : results.workloads()) {
        verdicts(verdicts, "work", ranks, Verdict.ofWork(results, workload, ranks));
        verdicts(verdicts, "job", ranks, Verdict.ofJob(results, workload, ranks));
        verdicts(verdicts, "command", ranks, Verdict.ofCommand(results, workload, ranks));
      }
    }
    return MAPPER.writeValueAsString(root);
  }

  private static void workload(ObjectNode node, Workload workload, Results results) {
    node.put("description", workload.description());
    node.put("unit", workload.unit().text());
    node.put("rounds", workload.rounds());
    node.put("input", results.origins().get(workload));
  }

  /** By which times; the changes in the workload's unit. */
  private static void verdicts(ArrayNode array, String by, int ranks, List<Verdict> verdicts) {
    for (Verdict verdict : verdicts) {
      ObjectNode node = array.addObject();
      node.put("workload", verdict.workload().label());
      node.put("ranks", ranks);
      node.put("by", by);
      node.put("first", verdict.first());
      node.put("second", verdict.second());
      node.put("winner", verdict.winner());
      verdict.crossover().changes().forEach(node.putArray("changes")::add);
      node.put("factors", verdict.factors());
    }
  }

  private static void point(ObjectNode node, Point point) {
    node.put("workload", point.workload().label());
    node.put("engine", point.engine().label());
    node.put("ranks", point.ranks());
    if (point.size() != 0) {
      node.put("size", point.size());
    }
    node.put("state", point.state().text());
    if (!point.isOk()) {
      node.put("message", point.message());
      return;
    }
    node.put("median", point.times().median());
    point.work().forEach(node.putArray("work")::add);
    point.job().forEach(node.putArray("job")::add);
    if (!Double.isNaN(point.startSeconds())) {
      node.put("engineStart", point.startSeconds());
    }
    node.put("firstRun", point.firstSeconds());
    node.put("peakBytes", point.peakBytes());
    node.put("answer", point.answer());
  }
}
