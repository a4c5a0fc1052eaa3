package org.commworld.examples.mrjob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commworld.mapreduce.mrjob.Emitter;
import org.commworld.mapreduce.mrjob.JobOption;
import org.commworld.mapreduce.mrjob.MRJob;
import org.commworld.mapreduce.mrjob.MRStep;
import org.commworld.mapreduce.mrjob.Step;
import org.commworld.mapreduce.mrjob.Values;
import org.jspecify.annotations.Nullable;

/** Words of a length and more, with options, a file for the tasks, and counters. */
public final class LongWords extends MRJob {
  private final JobOption<Integer> length =
      option("--min-length", Integer::valueOf, 10, "characters of a long word");
  private final JobOption<@Nullable Path> stopWords =
      fileOption("--stop-words", "file of words to leave out, one a line");
  private final Set<String> leftOut = new HashSet<>();

  @Override
  protected List<Step> steps() {
    return List.of(
        new MRStep().mapperInit(this::readStopWords).mapper(this::words).reducer(this::sum));
  }

  private void readStopWords(Emitter out) throws IOException {
    Path file = stopWords.get();
    if (file != null) {
      leftOut.addAll(Files.readAllLines(file));
    }
  }

  private void words(Object unused, String line, Emitter out) {
    for (String word : line.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
      if (leftOut.contains(word)) {
        incrementCounter("words", "left out");
      } else if (word.length() >= length.get()) {
        incrementCounter("words", "long");
        out.emit(word, 1);
      }
    }
  }

  private void sum(String word, Values<Long> counts, Emitter out) {
    out.emit(word, counts.sum());
  }

  /** Runs the program. */
  public static void main(String[] args) {
    MRJob.run(LongWords.class, args);
  }
}
