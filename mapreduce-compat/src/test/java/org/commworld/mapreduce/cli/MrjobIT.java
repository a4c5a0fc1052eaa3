package org.commworld.mapreduce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.Partitioner;
import org.commworld.mapreduce.cli.HadoopProcess.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Python's mrjob with {@code -r hadoop --hadoop-bin bin/hadoop}: its own example programs, and
 * programs that use what it has, give what they give with its local runners. Skipped where there is
 * no mrjob and pip cannot bring it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MrjobIT {
  private static MrjobPython python;

  @TempDir private Path directory;
  private HadoopProcess hadoop;

  @BeforeAll
  static void findMrjob() throws Exception {
    python = MrjobPython.find();
    assumeThat(python.executable()).as(python.trouble()).isNotEmpty();
  }

  @BeforeEach
  void prepare() {
    // Tasks run the python3 of the PATH.
    String bin = Path.of(python.executable()).getParent().toString();
    hadoop =
        HadoopProcess.in(directory)
            .with("PATH", bin + File.pathSeparator + System.getenv("PATH"))
            .with("PYTHONWARNINGS", "ignore");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Path program(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream program = MrjobIT.class.getResourceAsStream(name)) {
      Files.copy(program, file);
    }
    return file;
  }

  private Result python(Object... words) throws Exception {
    Result result = hadoop.runOther(python.executable(), words);
    assertThat(result.status()).as(result.err()).isZero();
    return result;
  }

  private Result onHadoop(Object program, Object... arguments) throws Exception {
    List<Object> words = new ArrayList<>();
    if (program instanceof String example) {
      words.addAll(List.of("-m", "mrjob.examples." + example));
    } else {
      words.add(program);
    }
    words.addAll(List.of("-r", "hadoop", "--hadoop-bin", HadoopProcess.COMMAND));
    words.addAll(List.of(arguments));
    return python(words.toArray());
  }

  /** Streaming ends a line without a value in a tab, on any Hadoop. */
  private static List<String> lines(String output) {
    return output.lines().map(line -> line.replaceFirst("\t$", "")).sorted().toList();
  }

  private static String parts(Path output) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(output)) {
      for (Path part :
          files.filter(file -> file.getFileName().toString().matches("part-\\d+")).toList()) {
        all.append(Files.readString(part));
      }
    }
    return all.toString();
  }

  /** Files of mrjob's own below {@code hdfs:///}. */
  private List<Path> leftBehind() throws IOException {
    Path uploads = directory.resolve("hdfs/user/" + System.getProperty("user.name"));
    try (Stream<Path> files = Files.walk(uploads)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mr_most_used_word", // two steps, combiners
        "mr_next_word_stats", // SORT_VALUES
      })
  void programsOfMrjobGiveWhatTheyGiveWithoutHadoop(String program) throws Exception {
    Path input =
        write(
            "in.txt", "To be or not to be\nthat is the question\nwhether it is nobler to suffer\n");
    Result expected = python("-m", "mrjob.examples." + program, "-r", "inline", input);

    Result result = onHadoop(program, input);

    assertThat(lines(result.out())).isNotEmpty().isEqualTo(lines(expected.out()));
    assertThat(result.err()).contains("Counters: ", "Map input records=3");
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void stepsFilesFiltersSortedValuesAndCounters() throws Exception {
    Path program = program("word_places.py");
    write("stop_words.txt", "the\na\n");
    Path one = write("one", "1 the fox\n2 a fox a fox\n# the fox\n");
    Path two = write("two", "10 the dog cow\n3 fox and dog\n");
    Path output = directory.resolve("out");

    Result result =
        onHadoop(
            program, "--output-dir", output.toUri(), "--cat-output", "--cleanup", "NONE", one, two);

    // "fox" is in three lines, "dog" in two, "and" and "cow" in one.
    assertThat(lines(result.out())).containsExactly("1\t2", "2\t1", "3\t1");
    assertThat(lines(parts(output))).containsExactly("1\t2", "2\t1", "3\t1");
    assertThat(output.resolve("_SUCCESS")).exists();
    assertThat(result.err())
        .containsSubsequence(
            "Running step 1 of 2",
            " map 100% reduce 100%",
            "Counters: ",
            "\n\twords\n\t\tplaced=8\n\t\tstopped=4\n",
            "Running step 2 of 2",
            "Combine input records=4\n",
            "\n\twords\n\t\tsums=")
        .doesNotContain("hidden by a file");
    assertThat(leftBehind()).as("cleanup NONE").isNotEmpty();
  }

  @Test
  void commandsOfTheShellMapAndCombine() throws Exception {
    Path program = program("line_lengths.py");
    Path input = write("in.txt", "three\nfour\nseven\nx\n");
    Result expected = python(program, "-r", "local", input);

    Result result = onHadoop(program, "--jobconf", "mapreduce.job.maps=1", input);

    assertThat(lines(result.out()))
        .containsExactly("1\t1", "4\t1", "5\t2")
        .isEqualTo(lines(expected.out()));
    assertThat(result.err()).contains("Combine input records=4", "Combine output records=3");
    assertThat(leftBehind()).isEmpty();
  }

  /** Of a library jar: short lines, with mrjob's quotes around, go to the first reduce. */
  public static final class ByLength implements Partitioner<Text, Text> {
    @Override
    public void configure(JobConf job) {}

    @Override
    public int getPartition(Text key, Text value, int partitions) {
      return key.getLength() <= 6 ? 0 : 1;
    }
  }

  @Test
  void classesOfLibraryJarsAreFound() throws Exception {
    String entry = ByLength.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar =
            new JarOutputStream(Files.newOutputStream(directory.resolve("by_length.jar")));
        InputStream code = MrjobIT.class.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new JarEntry(entry));
      code.transferTo(jar);
    }
    Path program = program("short_and_long.py");
    Path input = write("in.txt", "long line\nabc\nlong line\nx\n");
    Path output = directory.resolve("out");

    onHadoop(program, "--output-dir", output.toUri(), input);

    assertThat(output.resolve("part-00000")).hasContent("\"abc\"\t1\n\"x\"\t1\n");
    assertThat(output.resolve("part-00001")).hasContent("\"long line\"\t2\n");
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void jarStepsRunBesideSteps() throws Exception {
    Path input =
        write(
            "in.txt", "To be or not to be\nthat is the question\nwhether it is nobler to suffer\n");
    Path output = directory.resolve("out");

    Result result = onHadoop("mr_jar_step_example", "--output-dir", output.toUri(), input);
    String counts = parts(output);

    // Of 12 words "to" and "is" come twice, "be" too.
    assertThat(lines(counts)).containsExactly("1\t10", "2\t3");
    assertThat(result.out()).isEmpty();
  }
}
