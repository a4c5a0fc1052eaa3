package org.commworld.spark.launch;

import java.io.PrintStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main class of {@code bin/commworld} and {@code bin/mpiexec}. */
@Command(
    name = "commworld",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "MPI inside Spark.",
    footer = {
      "",
      "commworld bench measures messages and collectives, without Spark: see commworld bench --help.",
      "commworld compare runs the same work on every engine: see commworld compare --help."
    },
    subcommands = {
      RunCommand.class,
      SubmitCommand.class,
      ClasspathCommand.class,
      CompletionCommand.class
    })
public final class Launcher implements Runnable {
  private static final String MPIEXEC = "mpiexec";

  @Spec @Nullable CommandSpec spec;

  Launcher() {}

  /**
   * Runs the command that the arguments name and exits with its status; a first argument {@code
   * mpiexec} makes it that command.
   */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs the command; the exit status. */
  static int execute(String... arguments) {
    if (arguments.length > 0 && arguments[0].equals(MPIEXEC)) {
      return commandLine(new MpiexecCommand())
          .execute(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    return commandLine(new Launcher()).execute(arguments);
  }

  static CommandLine commandLine(Object command) {
    CommandLine commandLine =
        new CommandLine(command)
            .setStopAtPositional(true) // what follows PROGRAM is the program's
            .setExpandAtFiles(false)
            .setParameterExceptionHandler(Launcher::explain)
            .setExecutionExceptionHandler((e, failed, parsed) -> explain(e, failed));
    CommandLine submit = commandLine.getSubcommands().get("submit");
    if (submit != null) {
      submit.setUnmatchedOptionsArePositionalParams(true);
    }
    return commandLine;
  }

  @Override
  public void run() {
    throw new UsageException("no command given (see commworld --help)");
  }

  private static int explain(ParameterException e, String[] arguments) {
    CommandLine failed = e.getCommandLine();
    String name = failed.getCommandSpec().qualifiedName();
    System.err.println("%s: %s (see %s --help)".formatted(name, oneLine(e), name));
    return ExitStatus.USAGE;
  }

  private static int explain(Exception e, CommandLine failed) {
    System.err.println("commworld: " + oneLine(e));
    Object command = failed.getCommand();
    boolean verbose =
        (command instanceof RunCommand run && run.options.verbose)
            || (command instanceof MpiexecCommand mpiexec && mpiexec.options.verbose);
    if (verbose) {
      PrintStream err = System.err;
      e.printStackTrace(err);
    }
    return e instanceof UsageException ? ExitStatus.USAGE : ExitStatus.FAILED;
  }

  /** The first line of the message, which all errors of ours have. */
  private static String oneLine(Exception e) {
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return e.toString();
    }
    return message.strip().lines().findFirst().orElse(message);
  }
}
