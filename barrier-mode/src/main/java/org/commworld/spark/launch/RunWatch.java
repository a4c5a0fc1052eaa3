package org.commworld.spark.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.commworld.spark.stats.RunObserver;
import org.commworld.spark.stats.RunStatistics;
import org.commworld.spark.stats.RunSummary;
import org.jspecify.annotations.Nullable;

/** Tells the user how the run goes, as far as the options want it. */
final class RunWatch implements RunObserver {
  private final boolean summary;
  private final @Nullable ProgressLine progress;
  private final PrintStream messages;
  private @Nullable RunStatistics last;
  private @Nullable String traced;

  /**
   * @param summary whether {@link #report} prints what the ranks have done
   * @param progress null for none
   */
  RunWatch(boolean summary, @Nullable ProgressLine progress, PrintStream messages) {
    this.summary = summary;
    this.progress = progress;
    this.messages = messages;
  }

  @Override
  public void progress(RunStatistics run) {
    if (progress != null) {
      progress.show(run);
    }
  }

  @Override
  public void ended(RunStatistics run) {
    last = run;
  }

  @Override
  public void traced(Path file, long droppedCalls, @Nullable IOException failure) {
    if (failure != null) {
      traced = "commworld: the trace is not complete: %s: %s".formatted(file, failure);
    } else if (droppedCalls > 0) {
      traced =
          "commworld: the trace has not got all calls: %s, dropped=%d"
              .formatted(file, droppedCalls);
    }
  }

  /** Prints what is to be said at the end, after all output of the ranks. */
  void report() {
    RunStatistics run = last;
    if (summary && run != null) {
      messages.print(RunSummary.of(run));
    }
    if (traced != null) {
      messages.println(traced);
    }
    messages.flush();
  }
}
