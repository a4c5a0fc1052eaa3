package org.commworld.spark.launch;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mpiexec}: {@code commworld run} with the option names of MPI 4.1 §11.5. */
@Command(
    name = "mpiexec",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs a program's main as the ranks of a world, in Spark.")
final class MpiexecCommand implements Callable<Integer> {
  @Option(
      names = {"-n", "-np"},
      paramLabel = "N",
      description = "Number of ranks. Default with a local master: the number of processors.")
  @Nullable Integer ranks;

  @Mixin RunOptions options = new RunOptions();

  @Override
  public Integer call() {
    return WorldLaunch.launch(ranks, options);
  }
}
