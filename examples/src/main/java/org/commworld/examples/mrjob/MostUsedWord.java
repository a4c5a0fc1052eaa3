package org.commworld.examples.mrjob;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commworld.mapreduce.mrjob.Emitter;
import org.commworld.mapreduce.mrjob.MRJob;
import org.commworld.mapreduce.mrjob.MRStep;
import org.commworld.mapreduce.mrjob.Step;
import org.commworld.mapreduce.mrjob.Values;

/** The word that is most often in a text: two steps, of methods with types of their own. */
public final class MostUsedWord extends MRJob {
  private static final Pattern WORD = Pattern.compile("[\\w']+");

  @Override
  protected List<Step> steps() {
    return List.of(
        new MRStep().mapper(this::words).combiner(this::sum).reducer(this::sumBeforeWord),
        new MRStep().reducer(this::most));
  }

  private void words(Object unused, String line, Emitter out) {
    Matcher words = WORD.matcher(line);
    while (words.find()) {
      out.emit(words.group().toLowerCase(Locale.ROOT), 1);
    }
  }

  private void sum(String word, Values<Long> counts, Emitter out) {
    out.emit(word, counts.sum());
  }

  /** All pairs get the same key, so that one reducer of the next step sees them all. */
  private void sumBeforeWord(String word, Values<Long> counts, Emitter out) {
    out.emit("", List.of(counts.sum(), word));
  }

  private void most(String unused, Values<List<Object>> pairs, Emitter out) {
    long most = 0;
    Object word = "";
    for (List<Object> pair : pairs) {
      if ((Long) pair.get(0) > most) {
        most = (Long) pair.get(0);
        word = pair.get(1);
      }
    }
    out.emit(most, word);
  }

  /** Runs the program. */
  public static void main(String[] args) {
    MRJob.run(MostUsedWord.class, args);
  }
}
