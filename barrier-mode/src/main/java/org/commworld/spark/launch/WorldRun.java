package org.commworld.spark.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.commworld.mpi.AbortException;
import org.commworld.mpi.ProcessFailedException;
import org.commworld.spark.BarrierJob;
import org.commworld.spark.RankFailedException;

/** Starts Spark, runs a program as the ranks of one world, and says how it ended. */
final class WorldRun {
  /** System property: whether standard error is a terminal, which only the command can tell. */
  private static final String TERMINAL = "commworld.terminal";

  private final RunOptions options;
  private final int ranks;
  private final Program program;
  private final SparkConf conf;
  private final Termination termination;
  private final PrintStream messages;

  WorldRun(
      RunOptions options,
      int ranks,
      Program program,
      SparkConf conf,
      Termination termination,
      PrintStream messages) {
    this.options = options;
    this.ranks = ranks;
    this.program = program;
    this.conf = conf;
    this.termination = termination;
    this.messages = messages;
  }

  /** Blocks until all ranks have ended; the exit status. */
  int run() {
    Thread caller = Thread.currentThread();
    termination.cancelBy(caller::interrupt);
    ProgressLine progress =
        options.quiet || !Boolean.getBoolean(TERMINAL) ? null : new ProgressLine(messages);
    RunWatch watch = new RunWatch(options.stats, progress, messages);
    Runnable finish =
        () -> {
          if (progress != null) {
            progress.end();
          }
        };
    RankOutput output =
        new RankOutput(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            options.label,
            progress,
            termination::outputClosed);
    SparkContext spark = new SparkContext(conf);
    try {
      termination.cancelBy(
          () -> {
            caller.interrupt();
            spark.cancelAllJobs();
          });
      job(spark).io(output).observer(watch).runTask(new RankMain(program));
      return ExitStatus.OK;
    } catch (RankFailedException e) {
      finish.run();
      output.finish();
      return report(e);
    } finally {
      finish.run();
      output.finish();
      watch.report();
      // The interrupt has done its work; stopping Spark waits, and must not be interrupted by it.
      boolean ignored = Thread.interrupted();
      spark.stop();
    }
  }

  private BarrierJob job(SparkContext spark) {
    BarrierJob job =
        BarrierJob.on(spark)
            .ranks(ranks)
            .name(conf.get("spark.app.name"))
            .startTimeout(options.startTimeout);
    if (options.trace != null) {
      job = job.trace(options.trace);
    }
    return options.zookeeper == null ? job : job.zookeeper(options.zookeeper);
  }

  private int report(RankFailedException failure) {
    if (!termination.isUnderWay()) {
      Throwable cause = failure.getCause();
      boolean isToldByMessage =
          cause instanceof AbortException || cause instanceof ProcessFailedException;
      if (cause == null || isToldByMessage) {
        messages.println("commworld: " + failure.getMessage());
      } else {
        messages.print("rank %d on %s: ".formatted(failure.rank(), failure.host()));
        cause.printStackTrace(messages);
      }
      if (options.verbose) {
        failure.printStackTrace(messages);
      }
    }
    return ExitStatus.ofFailure(failure.code());
  }
}
