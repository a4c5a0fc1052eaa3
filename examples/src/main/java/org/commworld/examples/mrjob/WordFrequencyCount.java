package org.commworld.examples.mrjob;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commworld.mapreduce.mrjob.Emitter;
import org.commworld.mapreduce.mrjob.MRJob;
import org.commworld.mapreduce.mrjob.Values;
import org.jspecify.annotations.Nullable;

/** How often each word is in a text: one step, by overriding MRJob's own methods. */
public final class WordFrequencyCount extends MRJob {
  private static final Pattern WORD = Pattern.compile("[\\w']+");

  @Override
  protected void mapper(@Nullable Object unused, @Nullable Object line, Emitter out) {
    Matcher words = WORD.matcher(String.valueOf(line));
    while (words.find()) {
      out.emit(words.group().toLowerCase(Locale.ROOT), 1);
    }
  }

  @Override
  protected void combiner(@Nullable Object word, Values<?> counts, Emitter out) {
    out.emit(word, counts.sum());
  }

  @Override
  protected void reducer(@Nullable Object word, Values<?> counts, Emitter out) {
    out.emit(word, counts.sum());
  }

  /** Runs the program. */
  public static void main(String[] args) {
    MRJob.run(WordFrequencyCount.class, args);
  }
}
