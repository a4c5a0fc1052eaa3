package org.commworld.spark.launch;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code commworld run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs a program's main as the ranks of a world.",
    footer = {
      "",
      "Each rank runs PROGRAM in a class loader of its own. Exit status: 0, or that of the first "
          + "rank that failed or aborted; 2 for a mistake in the command. Java options for the "
          + "launcher's JVM, the memory of a local world among them: COMMWORLD_JAVA_OPTS.",
      "",
      "Example: commworld run -n 4 org.commworld.examples.Hello"
    })
final class RunCommand implements Callable<Integer> {
  @Option(
      names = {"-n", "--ranks"},
      paramLabel = "N",
      description = "Number of ranks. Default with a local master: the number of processors.")
  @Nullable Integer ranks;

  @Mixin RunOptions options = new RunOptions();

  @Override
  public Integer call() {
    return WorldLaunch.launch(ranks, options);
  }
}
