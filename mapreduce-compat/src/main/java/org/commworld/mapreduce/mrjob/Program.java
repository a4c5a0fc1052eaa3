package org.commworld.mapreduce.mrjob;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** A job's program: its command line and its standard streams. */
final class Program {
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private final Class<? extends MRJob> type;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  Program(Class<? extends MRJob> type, InputStream in, PrintStream out, PrintStream err) {
    this.type = type;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs the program; returns its exit status. */
  int run(String... args) {
    try {
      Invocation invocation = Invocation.parse(Tasks.create(type), args);
      if (invocation.options().help) {
        out.print(invocation.help());
        out.flush();
      } else if (invocation.options().role != null) {
        new TaskProgram(type, err).run(invocation, args, in, out);
      } else {
        job(invocation);
      }
      return 0;
    } catch (UsageException e) {
      err.println(type.getSimpleName() + ": " + e.getMessage() + " (--help lists the options)");
      return MISUSED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println(type.getSimpleName() + ": interrupted");
      return FAILED;
    } catch (Exception e) {
      err.println(type.getSimpleName() + ": " + e.getMessage());
      Throwable cause = e instanceof MRJobException ? e.getCause() : e;
      if (cause != null) {
        cause.printStackTrace(err);
      }
      return FAILED;
    }
  }

  private void job(Invocation invocation) throws IOException, InterruptedException {
    RunnerOptions options = invocation.options();
    try (StepRunner runner = Runners.of(invocation, in)) {
      if (!options.quiet) {
        runner.tellProgressTo(err::println);
      }
      runner.run();
      boolean cat = options.catOutput == null ? options.outputDir == null : options.catOutput;
      if (cat) {
        OutputStream lines = new BufferedOutputStream(out, 1 << 16);
        try (InputStream output = runner.catOutput()) {
          output.transferTo(lines);
        }
        lines.flush();
      }
    }
    out.flush();
  }
}
