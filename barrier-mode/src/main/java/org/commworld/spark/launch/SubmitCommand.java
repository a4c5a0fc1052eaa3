package org.commworld.spark.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.deploy.SparkSubmit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commworld submit}: spark-submit with Commworld's jars on the job's class path. */
@Command(
    name = "submit",
    description = "Submits a Spark job that uses Commworld: spark-submit with Commworld's jars.",
    footer = {
      "",
      "All options are spark-submit's. SPARK_HOME's jars are used where it is set.",
      "",
      "Example: commworld submit --master local[4] --class com.example.Job job.jar"
    })
final class SubmitCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Parameters(
      paramLabel = "ARGS",
      description = "Options of spark-submit, then the job's jar and its arguments.")
  List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() {
    List<String> ownJars = OwnJars.of(System.getProperty("java.class.path", ""));
    SparkSubmit.main(SubmitArguments.withJars(arguments, ownJars).toArray(new String[0]));
    return ExitStatus.OK;
  }
}
