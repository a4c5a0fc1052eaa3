package org.commworld.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commworld.bench.rank.TuneMain;
import org.commworld.collective.select.AlgorithmTable;

/** Ranks inside Spark, one {@code commworld run} for each table. */
final class SparkRanks {
  private final String command;
  private final String master;
  private final List<String> conf;

  /**
   * Ranks under {@code master}.
   *
   * @param conf settings of Spark, as key=value
   */
  SparkRanks(String master, List<String> conf) {
    this.command = System.getProperty("commworld.command", "commworld");
    this.master = master;
    this.conf = conf;
  }

  /** Microseconds of each point, which is an operation and its bytes, as allreduce:1024. */
  Map<String, Double> measure(Settings settings, AlgorithmTable table, List<String> points) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(command, "run", "-n", String.valueOf(settings.ranks())));
    words.addAll(List.of("--master", master));
    for (String setting : conf) {
      words.addAll(List.of("--conf", setting));
    }
    String rules = table.text().strip().replace('\n', ';');
    words.addAll(List.of("--conf", "spark.commworld.collective.table=" + rules));
    words.add(TuneMain.class.getName());
    words.add(String.valueOf(settings.warmUpSeconds()));
    words.add(String.valueOf(settings.seconds()));
    words.add(String.valueOf(settings.runs()));
    words.addAll(points);
    return run(words);
  }

  private static Map<String, Double> run(List<String> words) {
    Map<String, Double> micros = new LinkedHashMap<>();
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          String[] parts = line.split(" ");
          if (parts.length == 4 && parts[0].equals(TuneMain.MARK)) {
            micros.put(parts[1] + ":" + parts[2], Double.valueOf(parts[3]));
          }
        }
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new BenchException("commworld run failed: status=" + status);
      }
      return micros;
    } catch (IOException e) {
      throw new BenchException("cannot run %s: %s".formatted(words.get(0), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while commworld run measured", e);
    }
  }
}
