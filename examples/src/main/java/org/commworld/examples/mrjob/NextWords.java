package org.commworld.examples.mrjob;

import java.util.List;
import java.util.Locale;
import org.commworld.mapreduce.mrjob.Emitter;
import org.commworld.mapreduce.mrjob.MRJob;
import org.commworld.mapreduce.mrjob.MRStep;
import org.commworld.mapreduce.mrjob.Step;
import org.commworld.mapreduce.mrjob.Values;
import org.jspecify.annotations.Nullable;

/**
 * How often one word follows another, as a share. Values come sorted: a word's total, marked so
 * that it sorts first, is there before the counts it divides, and nothing is kept in memory.
 */
public final class NextWords extends MRJob {
  private static final String TOTAL = "*";

  @Override
  protected boolean sortValues() {
    return true;
  }

  @Override
  protected List<Step> steps() {
    return List.of(
        new MRStep().mapper(this::pairs).reducer(this::counts), new MRStep().reducer(this::shares));
  }

  private void pairs(Object unused, String line, Emitter out) {
    String[] words = line.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "").strip().split(" +");
    for (int i = 1; i < words.length; i++) {
      out.emit(List.of(words[i - 1], words[i]), 1);
      out.emit(List.of(words[i - 1], TOTAL), 1);
    }
  }

  private void counts(List<String> pair, Values<Long> ones, Emitter out) {
    out.emit(pair.get(0), List.of(pair.get(1), ones.sum()));
  }

  private void shares(String word, Values<List<Object>> nexts, Emitter out) {
    @Nullable Long total = null;
    for (List<Object> next : nexts) {
      long count = (Long) next.get(1);
      if (total == null) {
        total = count;
      } else {
        out.emit(List.of(word, next.get(0)), (double) count / total);
      }
    }
  }

  /** Runs the program. */
  public static void main(String[] args) {
    MRJob.run(NextWords.class, args);
  }
}
