package org.commworld.spark.launch;

import org.commworld.spark.RankContext;
import org.commworld.spark.RankTask;

/** Runs a program's {@code main} as one rank. */
final class RankMain implements RankTask<Boolean> {
  private static final long serialVersionUID = 1L;

  private final Program program;

  RankMain(Program program) {
    this.program = program;
  }

  @Override
  public Boolean run(RankContext context) throws Exception {
    StandardStreams.route();
    try (RankProcess process = new RankProcess(program, context)) {
      process.run();
    }
    return true;
  }
}
