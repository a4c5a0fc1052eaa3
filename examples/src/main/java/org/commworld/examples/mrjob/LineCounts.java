package org.commworld.examples.mrjob;

import java.util.List;
import org.commworld.mapreduce.mrjob.Emitter;
import org.commworld.mapreduce.mrjob.MRJob;
import org.commworld.mapreduce.mrjob.MRStep;
import org.commworld.mapreduce.mrjob.Step;
import org.commworld.mapreduce.mrjob.Values;

/**
 * Lines, words and characters of a text: a task counts in its fields and emits once, at its end.
 */
public final class LineCounts extends MRJob {
  private long lines;
  private long words;
  private long characters;

  @Override
  protected List<Step> steps() {
    return List.of(new MRStep().mapper(this::count).mapperFinal(this::totals).reducer(this::sum));
  }

  private void count(Object unused, String line, Emitter out) {
    lines++;
    words += line.isBlank() ? 0 : line.strip().split("\\s+").length;
    characters += line.length();
  }

  private void totals(Emitter out) {
    out.emit("lines", lines);
    out.emit("words", words);
    out.emit("characters", characters);
  }

  private void sum(String what, Values<Long> counts, Emitter out) {
    out.emit(what, counts.sum());
  }

  /** Runs the program. */
  public static void main(String[] args) {
    MRJob.run(LineCounts.class, args);
  }
}
