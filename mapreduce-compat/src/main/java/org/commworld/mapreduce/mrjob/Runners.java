package org.commworld.mapreduce.mrjob;

import java.io.InputStream;

/** The runner that a command line asks for. Only this loads the classes of Hadoop and Spark. */
final class Runners {
  private Runners() {}

  static StepRunner of(Invocation invocation, InputStream in) {
    return switch (invocation.options().runner) {
      case INLINE -> new InlineRunner(invocation, in);
      case LOCAL, SPARK -> new FrameworkRunner(invocation, in);
      case HADOOP -> new StreamingRunner(invocation, in);
    };
  }
}
