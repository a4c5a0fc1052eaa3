package org.commworld.mapreduce.mrjob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job with an input of its own in place of standard input, for tests: whole, or one task at a
 * time. Made by {@link MRJob#sandbox}; belongs to one thread.
 */
public final class Sandbox {
  private final MRJob job;
  private final byte[] input;
  private final String[] args;
  private final CounterTable counters = new CounterTable();
  private final List<String> statuses = new ArrayList<>();

  Sandbox(MRJob job, InputStream input, String... args) {
    this.job = job;
    this.args = args;
    try (input) {
      this.input = input.readAllBytes();
    } catch (IOException e) {
      throw new MRJobException("sandbox's input not readable", e);
    }
  }

  /** A runner of the whole job, which reads the sandbox's input. */
  public JobRunner makeRunner() {
    return Runners.of(Invocation.parse(job, args), new ByteArrayInputStream(input));
  }

  /** The lines of a map task over the sandbox's input. */
  public List<String> runMapper(int step) throws Exception {
    return run(step, Role.MAPPER);
  }

  /** The lines of a combiner over the sandbox's input, which must be sorted. */
  public List<String> runCombiner(int step) throws Exception {
    return run(step, Role.COMBINER);
  }

  /** The lines of a reduce task over the sandbox's input, which must be sorted. */
  public List<String> runReducer(int step) throws Exception {
    return run(step, Role.REDUCER);
  }

  /** What tasks have counted so far; a runner has counters of its own. */
  public Map<String, Map<String, Long>> counters() {
    return counters.groups();
  }

  /** What tasks have told by {@link MRJob#setStatus}. */
  public List<String> statuses() {
    return statuses;
  }

  private List<String> run(int step, Role role) throws Exception {
    Invocation invocation = Invocation.parse(job, args);
    MRJob instance = Tasks.create(job.getClass(), invocation.taskWords(), new Task(invocation));
    List<String> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(new ByteArrayInputStream(input))) {
      new LineTask(instance, step, role)
          .run(reader, line -> lines.add(new String(line, StandardCharsets.UTF_8)));
    }
    return lines;
  }

  private final class Task implements TaskContext {
    private final InlineTask inline;

    Task(Invocation invocation) {
      inline = new InlineTask(0, invocation.options().jobConf, invocation.uploads());
    }

    @Override
    public void count(String group, String name, long amount) {
      counters.add(group, name, amount);
    }

    @Override
    public void status(String message) {
      statuses.add(message);
    }

    @Override
    public @Nullable String setting(String name) {
      return inline.setting(name);
    }

    @Override
    public Path file(String name) {
      return inline.file(name);
    }
  }
}
