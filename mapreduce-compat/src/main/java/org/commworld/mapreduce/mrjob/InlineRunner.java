package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs a job in threads of this JVM, without Hadoop. A step's map output is held in memory. This
 * runner defines what a job means: the others write the same lines to the same parts.
 */
final class InlineRunner extends StepRunner {
  InlineRunner(Invocation invocation, InputStream stdin) {
    super(invocation, stdin);
  }

  @Override
  List<String> prepare(List<String> inputs) {
    for (String input : inputs) {
      if (!Files.isReadable(Path.of(input))) {
        throw new MRJobException("no such input: path=" + input);
      }
    }
    return inputs;
  }

  @Override
  CounterTable runStep(int index, Step step, List<String> inputs, String output)
      throws IOException, InterruptedException {
    if (step instanceof SparkStep spark) {
      SparkStepRun.run(spark, null, inputs, output);
      return new CounterTable();
    }
    if (step instanceof JarStep) {
      throw new MRJobException(
          "runner inline runs no jars: step=" + index + ", runners=local, spark, hadoop");
    }
    return new InlineStep(invocation, plan, index, Path.of(output)).run(inputs);
  }

  @Override
  String temporaryDir(String name) throws IOException {
    return localDir().resolve(name).toString();
  }

  @Override
  void removeRemote() {}

  @Override
  boolean exists(String dir) {
    return Files.exists(Path.of(dir));
  }

  @Override
  public InputStream catOutput() throws IOException {
    List<InputStream> parts = new ArrayList<>();
    for (Path part : InlineSplit.files(Path.of(outputDir()))) {
      parts.add(Files.newInputStream(part));
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }
}
