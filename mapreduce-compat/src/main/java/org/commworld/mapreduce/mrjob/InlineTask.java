package org.commworld.mapreduce.mrjob;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task of the inline runner. */
final class InlineTask implements TaskContext {
  private final int number;
  private final Map<String, String> settings;
  private final Map<String, Path> files;
  private final CounterTable counters = new CounterTable();

  InlineTask(int number, Map<String, String> settings, Map<String, Path> files) {
    this.number = number;
    this.settings = settings;
    this.files = files;
  }

  int number() {
    return number;
  }

  CounterTable counters() {
    return counters;
  }

  @Override
  public void count(String group, String name, long amount) {
    counters.add(group, name, amount);
  }

  @Override
  public void status(String message) {
    // Nobody looks on while threads of this JVM work.
  }

  @Override
  public @Nullable String setting(String name) {
    return settings.get(name);
  }

  @Override
  public Path file(String name) {
    Path path = files.get(name);
    if (path == null) {
      throw new MRJobException(
          "no such file among the task's: name=" + name + ", files=" + files.keySet());
    }
    return path;
  }
}
