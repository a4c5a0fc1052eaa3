package org.commworld.mapreduce.mrjob;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that every job has, named as mrjob names them. Filled by an {@link ArgumentParser}.
 */
final class RunnerOptions {
  Kind runner = Kind.INLINE;
  @Nullable String outputDir;
  @Nullable Boolean catOutput;
  final Map<String, String> jobConf = new LinkedHashMap<>();
  final List<String> files = new ArrayList<>();
  final List<String> libJars = new ArrayList<>();
  boolean cleanup = true;
  @Nullable Boolean cleanupOnFailure;
  boolean verbose;
  boolean quiet;
  @Nullable String master;
  String hadoopBin = "hadoop";
  @Nullable String streamingJar;
  @Nullable String tmpDir;
  String javaBin = "java";

  @Nullable Role role;
  int stepNum;
  boolean help;

  /** Where a job runs. */
  enum Kind {
    INLINE,
    LOCAL,
    SPARK,
    HADOOP
  }

  void declare(ArgumentParser parser) {
    parser.group("Options");
    parser.value("-r, --runner", "NAME", "inline (default), local, spark or hadoop", this::runner);
    parser.value(
        "-o, --output-dir", "DIR", "keep the output here; must not exist", v -> outputDir = v);
    parser.flag("--no-cat-output", "do not print the output", () -> catOutput = false);
    parser.flag(
        "--cat-output", "print the output in spite of --output-dir", () -> catOutput = true);
    parser.value("-D, --jobconf", "NAME=VALUE", "Hadoop setting; may be repeated", this::jobConf);
    parser.value("--num-reducers", "N", "reduce tasks of each step (default: 1)", this::reducers);
    parser.value("--files", "PATH#NAME,...", "files for the tasks", v -> list(v, files));
    parser.value("--libjars", "JAR,...", "jars for the tasks", v -> list(v, libJars));
    parser.value(
        "--cleanup",
        "WHAT",
        "ALL (default) or NONE: remove temporary files at the end",
        v -> cleanup = cleanup(v));
    parser.value(
        "--cleanup-on-failure",
        "WHAT",
        "ALL or NONE (default: as --cleanup)",
        v -> cleanupOnFailure = cleanup(v));
    parser.flag("-v, --verbose", "tell of Hadoop's progress, too", () -> verbose = true);
    parser.flag("-q, --quiet", "print nothing to standard error but errors", () -> quiet = true);
    parser.flag("-h, --help", "print this and stop", () -> help = true);
    parser.group("Runners local, spark and hadoop");
    parser.value(
        "--master", "URL", "Spark's master (default: spark.master, or local[*])", v -> master = v);
    parser.value("--hadoop-tmp-dir", "URI", "directory for temporary files", v -> tmpDir = v);
    parser.value(
        "--hadoop-bin", "PATH", "the hadoop command (default: hadoop)", v -> hadoopBin = v);
    parser.value(
        "--hadoop-streaming-jar",
        "PATH",
        "the streaming jar (default: searched for)",
        v -> streamingJar = v);
    parser.value(
        "--java-bin", "PATH", "java on the task's machines (default: java)", v -> javaBin = v);
    parser.group("One task, from standard input to standard output");
    for (Role task : Role.values()) {
      parser.flag(task.option(), "run a step's " + task.option().substring(2), () -> role = task);
    }
    parser.value(
        "--step-num", "N", "of this step, from 0", v -> stepNum = number("--step-num", v, 0));
  }

  private void runner(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        runner = kind;
        return;
      }
    }
    throw new UsageException(
        "unknown runner: runner=" + name + ", known=inline, local, spark, hadoop");
  }

  private void jobConf(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new UsageException("setting is not name=value: setting=" + setting);
    }
    jobConf.put(setting.substring(0, equals), setting.substring(equals + 1));
  }

  private void reducers(String text) {
    jobConf.put(Plan.REDUCERS, Integer.toString(number("--num-reducers", text, 1)));
  }

  private static void list(String text, List<String> to) {
    for (String item : text.split(",")) {
      if (!item.isBlank()) {
        to.add(item.trim());
      }
    }
  }

  private static boolean cleanup(String what) {
    return switch (what.toUpperCase(Locale.ROOT)) {
      case "ALL" -> true;
      case "NONE" -> false;
      default -> throw new UsageException("unknown cleanup: cleanup=" + what + ", known=ALL, NONE");
    };
  }

  private static int number(String option, String text, int least) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new UsageException("not a number: option=" + option + ", value=" + text, e);
    }
    throw new UsageException(
        "too small: option=" + option + ", value=" + text + ", least=" + least);
  }
}
