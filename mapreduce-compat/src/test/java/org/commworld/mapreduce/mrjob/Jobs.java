package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.examples.ExampleDriver;
import org.commworld.mapreduce.mrjob.protocol.Protocol;
import org.commworld.mapreduce.mrjob.protocol.Protocols;

/** The jobs of the tests. */
final class Jobs {
  private Jobs() {}

  /** One step by overriding, with a combiner and a counter. */
  static final class WordCount extends MRJob {
    @Override
    protected void mapper(Object key, Object line, Emitter out) {
      for (String word : ((String) line).toLowerCase(Locale.ROOT).split("[^a-zé]+")) {
        if (!word.isEmpty()) {
          out.emit(word, 1);
          incrementCounter("words", word.length() > 3 ? "long" : "short");
        }
      }
    }

    @Override
    protected void combiner(Object word, Values<?> counts, Emitter out) {
      out.emit(word, counts.sum());
    }

    @Override
    protected void reducer(Object word, Values<?> counts, Emitter out) {
      out.emit(word, counts.sum());
    }
  }

  /** Two steps of lambdas, options, hooks that emit. */
  static final class Longest extends MRJob {
    private final JobOption<Integer> least = option("--least", Integer::valueOf, 1, "length");
    private final JobOption<Boolean> upper = flag("--upper", "in upper case");
    private final JobOption<Path> stops = fileOption("--stop-words", "words to leave out");
    private List<String> stopWords = List.of();
    private long seen;

    @Override
    protected List<Step> steps() {
      return List.of(
          new MRStep()
              .mapperInit(this::readStopWords)
              .mapper(this::words)
              .mapperFinal(out -> out.emit("~seen", seen))
              .reducer(this::first),
          new MRStep().mapper(this::byLength).reducer(this::inOrder));
    }

    private void readStopWords(Emitter out) throws IOException {
      Path path = stops.get();
      stopWords = path == null ? List.of() : Files.readAllLines(path);
    }

    private void words(Object unused, String line, Emitter out) {
      for (String word : line.split(" ")) {
        seen++;
        if (word.length() >= least.get() && !stopWords.contains(word)) {
          out.emit(upper.get() ? word.toUpperCase(Locale.ROOT) : word, 1);
        }
      }
    }

    private void first(String word, Values<Long> counts, Emitter out) {
      out.emit(word, word.equals("~seen") ? counts.sum() : (Object) counts.iterator().next());
    }

    private void byLength(String word, Long count, Emitter out) {
      out.emit(word.length(), List.of(word, count));
    }

    private void inOrder(Long length, Values<List<Object>> words, Emitter out) {
      out.emit(length, words.toList());
    }

    @Override
    protected boolean sortValues() {
      return true;
    }
  }

  /** Commands of the shell in place of Java, raw text between. */
  static final class Shell extends MRJob {
    @Override
    protected List<Step> steps() {
      return List.of(
          new MRStep()
              .mapperPreFilter("grep -v skip")
              .mapper(this::words)
              .reducerCommand("sort -r"),
          new MRStep().mapperCommand("sed s/a/A/"));
    }

    private void words(Object unused, String line, Emitter out) {
      for (String word : line.split(" ")) {
        out.emit(word, setting("mapreduce.map.input.file").isPresent() ? "1" : "0");
      }
    }

    @Override
    protected Protocol internalProtocol() {
      return Protocols.raw();
    }
  }

  /** A combiner whose output is not in order. */
  static final class Reversing extends MRJob {
    @Override
    protected List<Step> steps() {
      return List.of(
          new MRStep().mapper(this::each).combiner(this::reversed).reducer(this::collected));
    }

    private void each(Object unused, String line, Emitter out) {
      for (String word : line.split(" ")) {
        out.emit(word, 1);
      }
    }

    private void reversed(String word, Values<Object> ones, Emitter out) {
      out.emit(word.endsWith("'") ? word : new StringBuilder(word).reverse() + "'", ones.sum());
    }

    private void collected(String word, Values<Object> counts, Emitter out) {
      out.emit(word, counts.sum());
    }

    @Override
    protected Map<String, String> jobConf() {
      return Map.of("mapreduce.map.combine.minspills", "1");
    }
  }

  /** A step of tasks, then one of Spark's that counts its lines. */
  static final class Chained extends MRJob {
    @Override
    protected List<Step> steps() {
      return List.of(
          new MRStep().mapper(this::each).reducer(this::once),
          new SparkStep(
              (spark, in, out) ->
                  spark.parallelize(List.of(spark.textFile(in).count()), 1).saveAsTextFile(out)));
    }

    private void each(Object unused, String line, Emitter out) {
      for (String word : line.split(" ")) {
        out.emit(word, 1);
      }
    }

    private void once(String word, Values<Object> ones, Emitter out) {
      out.emit(word, null);
    }
  }

  /** A step of tasks, then Hadoop's own word count. */
  static final class WithJar extends MRJob {
    @Override
    protected List<Step> steps() {
      String jar =
          ExampleDriver.class.getProtectionDomain().getCodeSource().getLocation().getPath();
      return List.of(
          new MRStep().mapper(this::upper),
          JarStep.of(jar, "wordcount", JarStep.GENERIC_ARGS, JarStep.INPUT, JarStep.OUTPUT));
    }

    private void upper(Object unused, String line, Emitter out) {
      out.emit(null, line.toUpperCase(Locale.ROOT));
    }

    @Override
    protected Protocol internalProtocol() {
      return Protocols.rawValue();
    }
  }

  /** Fails in the mapper. */
  static final class Failing extends MRJob {
    @Override
    protected void mapper(Object key, Object line, Emitter out) {
      throw new IllegalStateException("cannot map " + line);
    }
  }
}
