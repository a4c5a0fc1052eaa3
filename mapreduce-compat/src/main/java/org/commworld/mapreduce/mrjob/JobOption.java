package org.commworld.mapreduce.mrjob;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An option of a job, made by one of {@link MRJob}'s methods. Its value is the same in the program
 * and in all tasks.
 *
 * @param <T> type of the value
 */
public final class JobOption<T extends @Nullable Object> {
  private final String name;
  private final String help;
  private final Kind kind;
  private final Function<String, T> reader;
  private final T unset;
  private @Nullable String text;

  /** What follows the option's name. */
  enum Kind {
    FLAG,
    VALUE,
    /** A path, whose file goes with the tasks. */
    FILE
  }

  JobOption(String name, Kind kind, Function<String, T> reader, T unset, String help) {
    this.name = name;
    this.help = help;
    this.kind = kind;
    this.reader = reader;
    this.unset = unset;
  }

  /** The value given, or the default. */
  public T get() {
    String given = text;
    return given == null ? unset : reader.apply(given);
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  String help() {
    return unset == null || kind == Kind.FLAG ? help : help + " (default: " + unset + ")";
  }

  @Nullable String text() {
    return text;
  }

  void set(String value) {
    try {
      if (kind == Kind.VALUE) {
        Object checked = reader.apply(value);
        text = checked == null ? null : value;
      } else {
        text = value;
      }
    } catch (RuntimeException e) {
      throw new UsageException("wrong value: option=" + name + ", value=" + value, e);
    }
  }

  /** Makes the option one that has not been given. */
  void reset() {
    text = null;
  }

  /** The word that gives a task's instance the same value. */
  String word(String value) {
    return kind == Kind.FLAG ? name : name + "=" + value;
  }
}
