package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.commworld.mapreduce.mrjob.protocol.KeyValue;
import org.commworld.mapreduce.mrjob.protocol.Protocol;
import org.commworld.mapreduce.mrjob.protocol.Protocols;
import org.jspecify.annotations.Nullable;

/**
 * A job over lines of text, as in Python's mrjob. A subclass overrides {@link #mapper}, {@link
 * #combiner} and {@link #reducer}, or {@link #steps}, and has a main method:
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   MRJob.run(WordCount.class, args);
 * }
 * }</pre>
 *
 * <p>The program then takes {@code [options] input...}, reads standard input if there is no input,
 * and prints the output; {@code --help} lists the options.
 *
 * <p>Every task makes an instance of its own with the constructor without arguments and sets its
 * options. So fields are a task's own memory, and nothing that a program puts into its instance
 * reaches a task, other than options. An instance belongs to one thread.
 *
 * <p>Lines are sorted and grouped by the bytes of their encoded key; equal keys are keys with equal
 * bytes. The values of a key come in no particular order, unless {@link #sortValues}.
 */
public abstract class MRJob {
  private final List<JobOption<?>> options = new ArrayList<>();
  private @Nullable TaskContext context;

  /** A job whose options are not set yet. */
  protected MRJob() {}

  /** The steps; one step of the overridden mapper, combiner, reducer and hooks by default. */
  protected List<Step> steps() {
    return List.of(OverriddenParts.step(this));
  }

  /** Called for each line of input: key and value as {@link #inputProtocol} reads them. */
  protected void mapper(@Nullable Object key, @Nullable Object value, Emitter out)
      throws Exception {}

  /** Called before a map task's first line. */
  protected void mapperInit(Emitter out) throws Exception {}

  /** Called after a map task's last line. */
  protected void mapperFinal(Emitter out) throws Exception {}

  /** Called for a key and a part of its values, before they leave the mapper's machine. */
  protected void combiner(@Nullable Object key, Values<?> values, Emitter out) throws Exception {}

  /** Called before each pass of the combiner. */
  protected void combinerInit(Emitter out) throws Exception {}

  /** Called after each pass of the combiner. */
  protected void combinerFinal(Emitter out) throws Exception {}

  /** Called for each key and all its values. */
  protected void reducer(@Nullable Object key, Values<?> values, Emitter out) throws Exception {}

  /** Called before a reduce task's first key. */
  protected void reducerInit(Emitter out) throws Exception {}

  /** Called after a reduce task's last key. */
  protected void reducerFinal(Emitter out) throws Exception {}

  /**
   * A new instance of how the first step's input is read; {@link Protocols#rawValue} by default.
   */
  protected Protocol inputProtocol() {
    return Protocols.rawValue();
  }

  /** A new instance of how tasks and steps talk; {@link Protocols#json} by default. */
  protected Protocol internalProtocol() {
    return Protocols.json();
  }

  /** A new instance of how the last step's output is written; {@link Protocols#json} by default. */
  protected Protocol outputProtocol() {
    return Protocols.json();
  }

  /** Whether the values of a key come sorted by the bytes of their encoded form; not by default. */
  protected boolean sortValues() {
    return false;
  }

  /** Hadoop settings of all steps; {@code --jobconf} wins over them. None by default. */
  protected Map<String, String> jobConf() {
    return Map.of();
  }

  /** Files for the tasks, {@code path} or {@code path#name}, besides {@code --files}. */
  protected List<String> files() {
    return List.of();
  }

  /** Declares an option with a value; call it where a field is initialised. */
  protected final JobOption<String> option(String name, String unset, String help) {
    return option(name, text -> text, unset, help);
  }

  /**
   * Declares an option with a value.
   *
   * @param name as users write it: {@code --max-words}
   * @param reader makes the value; its exception makes the option a usage error
   * @param unset the value if the option is not given
   * @param help one line for {@code --help}
   */
  protected final <T extends @Nullable Object> JobOption<T> option(
      String name, Function<String, T> reader, T unset, String help) {
    return declare(new JobOption<>(name, JobOption.Kind.VALUE, reader, unset, help));
  }

  /** Declares an option without a value: true if it is given. */
  protected final JobOption<Boolean> flag(String name, String help) {
    return declare(new JobOption<>(name, JobOption.Kind.FLAG, text -> true, false, help));
  }

  /**
   * Declares an option whose value is a local file. The file goes with the tasks, and its path in a
   * task is where it is there. Null if the option is not given.
   */
  @SuppressWarnings("NullAway") // It does not see that the type argument allows null.
  protected final JobOption<@Nullable Path> fileOption(String name, String help) {
    return declare(new JobOption<>(name, JobOption.Kind.FILE, this::optionFile, null, help));
  }

  private @Nullable Path optionFile(String text) {
    return context == null ? Path.of(text) : context.file(text);
  }

  private <T extends @Nullable Object> JobOption<T> declare(JobOption<T> option) {
    options.add(option);
    return option;
  }

  /** Adds 1 to a counter of the running task. */
  protected final void incrementCounter(String group, String name) {
    incrementCounter(group, name, 1);
  }

  /**
   * Adds to a counter of the running task. Counters of all tasks that succeed are added up.
   *
   * @throws IllegalStateException outside of a task
   */
  protected final void incrementCounter(String group, String name, long amount) {
    context().count(group, name, amount);
  }

  /** Tells what the running task is doing. */
  protected final void setStatus(String message) {
    context().status(message);
  }

  /**
   * A setting of the running task by its Hadoop name, such as {@code mapreduce.map.input.file}.
   * Empty if nothing has set it.
   */
  protected final Optional<String> setting(String name) {
    return Optional.ofNullable(context().setting(name));
  }

  /** Where the running task finds a file of {@link #files} or {@code --files}, by its name. */
  protected final Path file(String name) {
    return context().file(name);
  }

  /** The pairs of lines that {@link #outputProtocol} has written; reads all and closes. */
  public final List<KeyValue> parseOutput(InputStream output) throws IOException {
    Protocol protocol = outputProtocol();
    List<KeyValue> pairs = new ArrayList<>();
    try (LineReader lines = new LineReader(output)) {
      lines.forEachRemaining(line -> pairs.add(protocol.read(line)));
    }
    return pairs;
  }

  /**
   * A runner for this job; the arguments are those of the program. Standard input is read if there
   * is no input among them.
   *
   * @throws UsageException if the arguments are not the program's
   */
  public final JobRunner makeRunner(String... args) {
    return Runners.of(Invocation.parse(this, args), System.in);
  }

  /** This job over {@code input} in place of standard input, for tests. */
  public final Sandbox sandbox(InputStream input, String... args) {
    return new Sandbox(this, input, args);
  }

  /**
   * A program's main method. Returns when all is well; otherwise prints why to standard error and
   * ends the JVM with status 1, or 2 if the arguments are wrong.
   */
  public static void run(Class<? extends MRJob> type, String... args) {
    int status = new Program(type, System.in, System.out, System.err).run(args);
    if (status != 0) {
      System.exit(status);
    }
  }

  List<JobOption<?>> options() {
    return options;
  }

  void attach(TaskContext task) {
    context = task;
  }

  private TaskContext context() {
    TaskContext task = context;
    if (task == null) {
      throw new IllegalStateException("not in a task: job=" + getClass().getName());
    }
    return task;
  }
}
