package org.commworld.mapreduce.mrjob;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of mapper, combiner and reducer, any of which may be missing, made by a chain of calls:
 * {@code new MRStep().mapper(this::words).reducer(this::sum)}. Immutable: each call returns a new
 * step. Without a mapper pairs go to the reducer as they are; without a reducer the mapper's output
 * is the step's.
 *
 * <p>A key's and a value's Java types are those that the protocol reads (see {@link
 * org.commworld.mapreduce.mrjob.protocol.Protocols}); a parameter of another type fails with a
 * {@code ClassCastException} when it is called.
 */
public final class MRStep implements Step {
  /** The parts of a step. */
  enum Part {
    MAPPER_INIT,
    MAPPER,
    MAPPER_FINAL,
    MAPPER_COMMAND,
    MAPPER_PRE_FILTER,
    COMBINER_INIT,
    COMBINER,
    COMBINER_FINAL,
    COMBINER_COMMAND,
    REDUCER_INIT,
    REDUCER,
    REDUCER_FINAL,
    REDUCER_COMMAND
  }

  private final Map<Part, Object> parts;
  private final Map<String, String> jobConf;

  /** A step without any part. */
  public MRStep() {
    this(new EnumMap<>(Part.class), Map.of());
  }

  private MRStep(Map<Part, Object> parts, Map<String, String> jobConf) {
    this.parts = parts;
    this.jobConf = jobConf;
  }

  /** Calls {@code mapper} for each line of the step's input. */
  public <K extends @Nullable Object, V extends @Nullable Object> MRStep mapper(
      Mapper<K, V> mapper) {
    return with(Part.MAPPER, mapper);
  }

  /** Calls {@code hook} before a map task's first line. */
  public MRStep mapperInit(TaskHook hook) {
    return with(Part.MAPPER_INIT, hook);
  }

  /** Calls {@code hook} after a map task's last line. */
  public MRStep mapperFinal(TaskHook hook) {
    return with(Part.MAPPER_FINAL, hook);
  }

  /** A shell command as mapper, instead of Java: lines in, lines out. */
  public MRStep mapperCommand(String command) {
    return with(Part.MAPPER_COMMAND, command);
  }

  /** A shell command that a map task's lines go through before the mapper reads them. */
  public MRStep mapperPreFilter(String command) {
    return with(Part.MAPPER_PRE_FILTER, command);
  }

  /** Combines the values of a key on the mapper's side: not at all, once, or several times. */
  public <K extends @Nullable Object, V extends @Nullable Object> MRStep combiner(
      Reducer<K, V> combiner) {
    return with(Part.COMBINER, combiner);
  }

  /** Calls {@code hook} before each pass of the combiner. */
  public MRStep combinerInit(TaskHook hook) {
    return with(Part.COMBINER_INIT, hook);
  }

  /** Calls {@code hook} after each pass of the combiner. */
  public MRStep combinerFinal(TaskHook hook) {
    return with(Part.COMBINER_FINAL, hook);
  }

  /** A shell command as combiner: sorted lines in, lines out. */
  public MRStep combinerCommand(String command) {
    return with(Part.COMBINER_COMMAND, command);
  }

  /** Calls {@code reducer} for each key. */
  public <K extends @Nullable Object, V extends @Nullable Object> MRStep reducer(
      Reducer<K, V> reducer) {
    return with(Part.REDUCER, reducer);
  }

  /** Calls {@code hook} before a reduce task's first key. */
  public MRStep reducerInit(TaskHook hook) {
    return with(Part.REDUCER_INIT, hook);
  }

  /** Calls {@code hook} after a reduce task's last key. */
  public MRStep reducerFinal(TaskHook hook) {
    return with(Part.REDUCER_FINAL, hook);
  }

  /** A shell command as reducer: sorted lines in, lines out. */
  public MRStep reducerCommand(String command) {
    return with(Part.REDUCER_COMMAND, command);
  }

  /** Adds a Hadoop setting for this step; it wins over the job's. */
  public MRStep jobConf(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(jobConf);
    more.put(name, value);
    return new MRStep(parts, more);
  }

  private MRStep with(Part part, Object value) {
    Map<Part, Object> more = new EnumMap<>(parts);
    if (more.put(part, value) != null) {
      throw new IllegalStateException("part of a step given twice: part=" + part);
    }
    return new MRStep(more, jobConf);
  }

  Map<String, String> jobConf() {
    return jobConf;
  }

  @Nullable Object part(Part part) {
    return parts.get(part);
  }

  /** Whether the step has any part of a role. */
  boolean has(Role role) {
    return parts.keySet().stream().anyMatch(part -> part.name().startsWith(role.name()));
  }
}
