package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.commworld.mapreduce.mrjob.protocol.KeyValue;
import org.jspecify.annotations.Nullable;

/** Runs the steps one after the other. What a step is run by is the subclass's. */
abstract class StepRunner implements JobRunner {
  final Invocation invocation;
  final Plan plan;

  /** Names this run's temporary files: {@code WordCount-4f1c...}. */
  final String runName;

  private final InputStream stdin;
  private final List<Map<String, Map<String, Long>>> counters = new ArrayList<>();
  private Consumer<String> progress = line -> {};
  private @Nullable Path localDir;
  private boolean started;
  private boolean succeeded;

  StepRunner(Invocation invocation, InputStream stdin) {
    this.invocation = invocation;
    this.plan = Plan.of(invocation.job());
    this.stdin = stdin;
    this.runName = jobName() + "-" + UUID.randomUUID();
  }

  /** Inputs as the steps take them; throws if one is not there. */
  abstract List<String> prepare(List<String> inputs) throws IOException, InterruptedException;

  /** Runs a step; the output directory does not exist yet. */
  abstract CounterTable runStep(int index, Step step, List<String> inputs, String output)
      throws IOException, InterruptedException;

  /** Where the output of a step goes that is not the last, or of all if nobody names a place. */
  abstract String temporaryDir(String name) throws IOException;

  /** Removes what the subclass has left in other places than {@link #localDir}. */
  abstract void removeRemote() throws IOException;

  abstract boolean exists(String dir) throws IOException, InterruptedException;

  final String jobName() {
    return invocation.job().getClass().getSimpleName();
  }

  final void tellProgressTo(Consumer<String> consumer) {
    progress = consumer;
  }

  final void tell(String line) {
    progress.accept(line);
  }

  @Override
  public final void run() throws IOException, InterruptedException {
    if (started) {
      throw new IllegalStateException("runner has run: job=" + jobName());
    }
    started = true;
    String output = outputDir();
    if (exists(output)) {
      throw new MRJobException("output directory exists: path=" + output);
    }
    List<String> inputs = prepare(localInputs());
    int steps = plan.steps().size();
    for (int i = 0; i < steps; i++) {
      tell("Running step " + (i + 1) + " of " + steps + "...");
      String to = i == steps - 1 ? output : temporaryDir("step-" + i);
      CounterTable table = runStep(i, plan.steps().get(i), inputs, to);
      counters.add(Collections.unmodifiableMap(table.groups()));
      tellCounters(table);
      inputs = List.of(to);
    }
    succeeded = true;
  }

  private void tellCounters(CounterTable table) {
    int count = table.groups().values().stream().mapToInt(Map::size).sum();
    if (count > 0) {
      tell("Counters: " + count);
    }
    table
        .groups()
        .forEach(
            (group, byName) -> {
              tell("\t" + group);
              byName.forEach((name, amount) -> tell("\t\t" + name + "=" + amount));
            });
  }

  private List<String> localInputs() throws IOException {
    List<String> inputs = new ArrayList<>();
    List<String> arguments = invocation.inputs();
    for (String input : arguments.isEmpty() ? List.of("-") : arguments) {
      if (input.equals("-")) {
        Path copy = localDir().resolve("stdin");
        tell("Reading from standard input");
        Files.copy(stdin, copy);
        inputs.add(copy.toString());
      } else {
        inputs.add(input);
      }
    }
    return inputs;
  }

  /** This run's own directory on this machine; made when first asked for. */
  final Path localDir() throws IOException {
    Path dir = localDir;
    if (dir == null) {
      dir = Files.createTempDirectory(jobName() + "-");
      localDir = dir;
    }
    return dir;
  }

  @Override
  public final String outputDir() {
    try {
      String dir = invocation.options().outputDir;
      return dir == null ? temporaryDir("output") : dir;
    } catch (IOException e) {
      throw new MRJobException("no temporary directory: job=" + jobName(), e);
    }
  }

  @Override
  public final List<KeyValue> parseOutput() throws IOException {
    try (InputStream output = catOutput()) {
      return invocation.job().parseOutput(output);
    }
  }

  @Override
  public final List<Map<String, Map<String, Long>>> counters() {
    return Collections.unmodifiableList(counters);
  }

  @Override
  public final void close() throws IOException {
    RunnerOptions options = invocation.options();
    Boolean onFailure = options.cleanupOnFailure;
    if ((succeeded || onFailure == null) ? options.cleanup : onFailure) {
      removeRemote();
      removeLocal();
    }
  }

  private void removeLocal() throws IOException {
    Path dir = localDir;
    localDir = null;
    if (dir != null) {
      TemporaryTree.remove(dir);
    }
  }
}
