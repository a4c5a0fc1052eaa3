package org.commworld.examples.mrjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commworld.mapreduce.mrjob.JobRunner;
import org.commworld.mapreduce.mrjob.MRJob;
import org.commworld.mapreduce.mrjob.protocol.KeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MRJobExamplesTest {
  private static final Path TEXT =
      Files.exists(Path.of("data"))
          ? Path.of("data/wonderland.txt")
          : Path.of("examples/data/wonderland.txt");

  @TempDir private Path directory;

  @Test
  void wordsAreCounted() throws Exception {
    List<KeyValue> expected =
        counts("[\\w']+").entrySet().stream()
            .map(entry -> KeyValue.of(entry.getKey(), entry.getValue()))
            .toList();

    assertThat(run(new WordFrequencyCount())).isEqualTo(expected).hasSizeGreaterThan(200);
  }

  @Test
  void mostUsedWordIsThatOfTheCounts() throws Exception {
    Map<String, Long> counts = counts("[\\w']+");
    long most = counts.values().stream().max(Long::compare).orElseThrow();

    List<KeyValue> output = run(new MostUsedWord());

    assertThat(output).hasSize(1);
    assertThat(output.get(0).key()).isEqualTo(most);
    assertThat(counts).containsEntry((String) output.get(0).value(), most);
  }

  @Test
  void linesWordsAndCharactersAreCounted() throws Exception {
    List<String> lines = Files.readAllLines(TEXT);

    assertThat(run(new LineCounts()))
        .containsExactly(
            KeyValue.of("characters", lines.stream().mapToLong(String::length).sum()),
            KeyValue.of("lines", (long) lines.size()),
            KeyValue.of("words", counts("\\S+").values().stream().mapToLong(n -> n).sum()));
  }

  @Test
  void sharesOfNextWordsAddUpToOne() throws Exception {
    Map<Object, Double> sums = new TreeMap<>();

    for (KeyValue pair : run(new NextWords())) {
      sums.merge(((List<?>) pair.key()).get(0), (Double) pair.value(), Double::sum);
    }

    assertThat(sums).hasSizeGreaterThan(100).containsKey("alice");
    assertThat(sums.values()).allSatisfy(sum -> assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9));
  }

  @Test
  void longWordsObeyTheirOptionsAndCount() throws Exception {
    Path stops = Files.writeString(directory.resolve("stops"), "conversations\n");
    LongWords job = new LongWords();
    Map<String, Long> counts = counts("[a-z]+");
    long leftOut = counts.remove("conversations");
    counts.keySet().removeIf(word -> word.length() < 11);

    try (JobRunner runner =
        job.makeRunner("--min-length=11", "--stop-words", stops.toString(), TEXT.toString())) {
      runner.run();

      assertThat(runner.parseOutput())
          .isEqualTo(
              counts.entrySet().stream()
                  .map(entry -> KeyValue.of(entry.getKey(), entry.getValue()))
                  .toList());
      long found = counts.values().stream().mapToLong(n -> n).sum();
      assertThat(runner.counters())
          .containsExactly(Map.of("words", Map.of("left out", leftOut, "long", found)));
    }
  }

  private static List<KeyValue> run(MRJob job) throws Exception {
    try (JobRunner runner = job.makeRunner(TEXT.toString())) {
      runner.run();
      return runner.parseOutput();
    }
  }

  private static Map<String, Long> counts(String pattern) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    Matcher words =
        Pattern.compile(pattern).matcher(Files.readString(TEXT).toLowerCase(Locale.ROOT));
    while (words.find()) {
      counts.merge(words.group(), 1L, Long::sum);
    }
    return counts;
  }
}
