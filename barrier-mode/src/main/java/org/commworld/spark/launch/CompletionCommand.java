package org.commworld.spark.launch;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code commworld completion}: prints what a shell needs to complete our commands. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints the completion script for bash and zsh: source <(commworld completion)")
final class CompletionCommand implements Runnable {
  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandSpec commworld = requireNonNull(requireNonNull(spec).parent());
    System.out.print(AutoComplete.bash(commworld.name(), commworld.commandLine()));
  }
}
