package org.commworld.mapreduce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commworld.mapreduce.cli.HadoopProcess.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every program of Hadoop's examples jar, run by the command as users do, in the command's JVM and
 * on a cluster. Each result is recomputed here or known from elsewhere.
 */
@Tag("hadoop-tests")
@ParameterizedClass(name = "{0}")
@EnumSource
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExampleProgramsIT {
  private static final Path JAR =
      HadoopProcess.ROOT.resolve("share/hadoop/mapreduce/hadoop-mapreduce-examples-3.4.2.jar");

  /** Where tasks run. */
  enum Where {
    LOCAL,
    CLUSTER
  }

  @TempDir private static Path root;

  @Parameter private Where where;
  private Path directory;
  private HadoopProcess hadoop;
  private ExampleInputs inputs;
  private StandaloneMaster cluster;

  @BeforeParameterizedClassInvocation
  void prepare() throws Exception {
    directory = Files.createDirectory(root.resolve(where.name()));
    inputs = ExampleInputs.write(directory);
    hadoop = HadoopProcess.in(directory).with("SPARK_LOCAL_IP", "127.0.0.1");
    if (where == Where.CLUSTER) {
      cluster = StandaloneMaster.start(2);
      hadoop = hadoop.with("COMMWORLD_MASTER", cluster.url());
    } else {
      hadoop = hadoop.with("COMMWORLD_MASTER", "local[2]");
    }
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Result program(Object... words) throws Exception {
    return program(hadoop, words);
  }

  private static Result program(HadoopProcess hadoop, Object... words) throws Exception {
    List<Object> all = new ArrayList<>(List.of("jar", JAR));
    all.addAll(List.of(words));
    Result result = hadoop.run(all.toArray());
    assertThat(result.status()).as(result.err()).isZero();
    return result;
  }

  private List<String> output(String name) {
    return ExampleInputs.lines(directory.resolve(name));
  }

  private Map<String, Long> counts(String name) {
    return output(name).stream()
        .map(line -> line.split("\t"))
        .collect(
            Collectors.toMap(
                parts -> parts[0],
                parts -> Long.valueOf(parts[1]),
                (a, b) -> {
                  throw new AssertionError("a key is there twice");
                },
                TreeMap::new));
  }

  private static long counter(Result result, String name) {
    Matcher matcher =
        Pattern.compile("^\\s+" + Pattern.quote(name) + "=(\\d+)\\s*$", Pattern.MULTILINE)
            .matcher(result.err());
    long value = -1;
    while (matcher.find()) {
      value = Long.parseLong(matcher.group(1));
    }
    return value;
  }

  private static double printed(Result result, String words) {
    Matcher matcher = Pattern.compile(words + " ?([0-9.]+)").matcher(result.out() + result.err());
    assertThat(matcher.find()).as(result.out() + result.err()).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  @Test
  void wordcount() throws Exception {
    Result result = program("wordcount", "in", "wordcount");

    Map<String, Long> expected = inputs.counts();
    assertThat(counts("wordcount")).isEqualTo(expected);
    assertThat(output("wordcount")).isSorted();
    assertThat(directory.resolve("wordcount/_SUCCESS")).exists();
    assertThat(counter(result, "Map input records")).isEqualTo(ExampleInputs.LINES);
    assertThat(counter(result, "Map output records")).isEqualTo(inputs.words().size());
    assertThat(counter(result, "Combine input records")).isPositive();
    assertThat(counter(result, "Reduce input groups")).isEqualTo(expected.size());
    assertThat(counter(result, "Reduce output records")).isEqualTo(expected.size());
  }

  @Test
  void wordcountWithThreeReducesPartitionsByHash() throws Exception {
    program("wordcount", "-D", "mapreduce.job.reduces=3", "in", "wordcount3");

    assertThat(counts("wordcount3")).isEqualTo(inputs.counts());
    for (int part = 0; part < 3; part++) {
      List<String> lines = Files.readAllLines(directory.resolve("wordcount3/part-r-0000" + part));
      int expected = part;
      assertThat(lines)
          .isNotEmpty()
          .isSorted()
          .allMatch(line -> (hash(line.split("\t")[0]) & Integer.MAX_VALUE) % 3 == expected);
    }
  }

  /** Of the bytes of a Text. */
  private static int hash(String ascii) {
    return ascii.chars().reduce(1, (hash, c) -> 31 * hash + c);
  }

  @Test
  void wordmean() throws Exception {
    Result result = program("wordmean", "in", "wordmean");

    double mean = inputs.words().stream().mapToInt(String::length).average().orElseThrow();
    assertThat(printed(result, "The mean is:")).isCloseTo(mean, within(1e-9));
  }

  @Test
  void wordmedian() throws Exception {
    Result result = program("wordmedian", "in", "wordmedian");

    assertThat(printed(result, "The median is:")).isIn(inputs.middleLengths());
  }

  @Test
  void wordstandarddeviation() throws Exception {
    Result result = program("wordstandarddeviation", "in", "wordstandarddeviation");

    List<String> words = inputs.words();
    double mean = words.stream().mapToInt(String::length).average().orElseThrow();
    double variance =
        words.stream()
            .mapToDouble(word -> Math.pow(word.length() - mean, 2))
            .average()
            .orElseThrow();
    assertThat(printed(result, "The standard deviation is:"))
        .isCloseTo(Math.sqrt(variance), within(1e-6));
  }

  @Test
  void grep() throws Exception {
    program("grep", "in", "grep", "w1[0-9]+");

    List<String> lines = output("grep");
    Map<String, Long> found =
        lines.stream()
            .map(line -> line.split("\t"))
            .collect(Collectors.toMap(parts -> parts[1], parts -> Long.valueOf(parts[0])));
    assertThat(found).isEqualTo(inputs.matches("w1[0-9]+"));
    assertThat(lines.stream().map(line -> Long.valueOf(line.split("\t")[0])).toList())
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void aggregatewordcount() throws Exception {
    program("aggregatewordcount", "in", "aggregatewordcount", 2, "textinputformat");

    assertThat(counts("aggregatewordcount")).isEqualTo(inputs.counts());
  }

  @Test
  void aggregatewordhist() throws Exception {
    program("aggregatewordhist", "in", "aggregatewordhist", 1, "textinputformat");

    List<Long> numbers = inputs.counts().values().stream().sorted().toList();
    String[] line = output("aggregatewordhist").get(0).split("\t");
    assertThat(line[1]).as("different words").isEqualTo("" + numbers.size());
    assertThat(line[2]).as("fewest").isEqualTo("" + numbers.get(0));
    assertThat(line[4]).as("most").isEqualTo("" + numbers.get(numbers.size() - 1));
  }

  @Test
  void secondarysort() throws Exception {
    program("secondarysort", "pairs", "secondarysort");

    List<String> lines = output("secondarysort");
    List<String> expected = inputs.sortedPairs();
    assertThat(lines.stream().filter(line -> !line.startsWith("---")).toList()).isEqualTo(expected);
    assertThat(lines.stream().filter(line -> line.startsWith("---")))
        .hasSize((int) expected.stream().map(pair -> pair.split("\t")[0]).distinct().count());
  }

  @Test
  void multifilewc() throws Exception {
    program("multifilewc", "in", "multifilewc");

    assertThat(counts("multifilewc")).isEqualTo(inputs.counts());
  }

  @Test
  void pi() throws Exception {
    Result result = program("pi", 4, 10_000);

    assertThat(printed(result, "Estimated value of Pi is")).isCloseTo(3.1414, within(1e-12));
  }

  @Test
  void bbp() throws Exception {
    program("bbp", 1, 32, 4, "bbp");

    assertThat(HexFormat.of().formatHex(Files.readAllBytes(directory.resolve("bbp/pi_1_32.hex"))))
        .isEqualTo(digits(0, 32));
  }

  /** Hexadecimal digits of pi behind the point, by Machin's formula. */
  private static String digits(int from, int count) {
    BigInteger one = BigInteger.ONE.shiftLeft(4 * (from + count) + 64);
    BigInteger pi = arctan(5, one).shiftLeft(2).subtract(arctan(239, one)).shiftLeft(2);
    String all = pi.subtract(one.multiply(BigInteger.valueOf(3))).toString(16);
    return "0".repeat(from + count + 16 - all.length()).concat(all).substring(from, from + count);
  }

  private static BigInteger arctan(int inverse, BigInteger one) {
    BigInteger square = BigInteger.valueOf((long) inverse * inverse);
    BigInteger power = one.divide(BigInteger.valueOf(inverse));
    BigInteger sum = power;
    for (long k = 3; power.signum() != 0; k += 2) {
      power = power.divide(square).negate();
      sum = sum.add(power.divide(BigInteger.valueOf(k)));
    }
    return sum;
  }

  @Test
  void distbbpInMapsInReducesAndInBoth() throws Exception {
    for (String kind : List.of("m", "r", "x")) {
      Result result =
          program(
              "distbbp",
              "-D",
              "pi.job.separation.seconds=0",
              100,
              2,
              1,
              kind,
              2,
              "distbbp_" + kind + "_remote",
              "distbbp_" + kind + "_local");

      Matcher matcher =
          Pattern.compile("^([0-9A-F ]+) \\S+ \\(\\d+ hex digits\\)", Pattern.MULTILINE)
              .matcher(result.out());
      assertThat(matcher.find()).as(result.out()).isTrue();
      String found = matcher.group(1).replace(" ", "").substring(0, 8);
      assertThat(found).isEqualToIgnoringCase(digits(25, 8));
    }
  }

  @Test
  void pentomino() throws Exception {
    Result result =
        program(
            "pentomino",
            "-D",
            "mapreduce.job.maps=5",
            "-D",
            "mapreduce.pentomino.class=org.apache.hadoop.examples.dancing.Pentomino",
            "pentomino",
            "-depth",
            2,
            "-height",
            6,
            "-width",
            10);

    assertThat(counter(result, "Reduce output records")).as("known since 1960").isEqualTo(2339);
    assertThat(output("pentomino").stream().filter(line -> line.contains(","))).hasSize(2339);
  }

  private void join(String kind) throws Exception {
    program(
        "join",
        "-inFormat",
        "org.apache.hadoop.mapreduce.lib.input.KeyValueTextInputFormat",
        "-outFormat",
        "org.apache.hadoop.mapreduce.lib.output.TextOutputFormat",
        "-outKey",
        "org.apache.hadoop.io.Text",
        "-joinOp",
        kind,
        "j1",
        "j2",
        "join_" + kind);
  }

  @Test
  void innerJoin() throws Exception {
    join("inner");

    List<String> keys = new ArrayList<>(ExampleInputs.joinKeys(0));
    keys.retainAll(ExampleInputs.joinKeys(1));
    assertThat(output("join_inner"))
        .containsExactlyInAnyOrderElementsOf(
            keys.stream()
                .map(key -> key + "\t[j1" + number(key) + ",j2" + number(key) + "]")
                .toList());
  }

  private static int number(String key) {
    return Integer.parseInt(key.substring(1));
  }

  @Test
  void outerJoin() throws Exception {
    join("outer");

    TreeSet<String> keys = new TreeSet<>(ExampleInputs.joinKeys(0));
    keys.addAll(ExampleInputs.joinKeys(1));
    assertThat(output("join_outer").stream().map(line -> line.split("\t")[0]))
        .containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void randomwriterAndSort() throws Exception {
    Result random =
        program(
            "randomwriter",
            "-D",
            "mapreduce.randomwriter.totalbytes=4194304",
            "-D",
            "mapreduce.randomwriter.bytespermap=2097152",
            "-D",
            "mapreduce.randomwriter.mapsperhost=2",
            "random");
    assertThat(counter(random, "BYTES_WRITTEN")).isGreaterThan(4_000_000);

    Result sort = program("sort", "-r", 2, "random", "sort");
    long records = counter(sort, "Map input records");
    assertThat(records).isPositive().isEqualTo(counter(random, "RECORDS_WRITTEN"));
    assertThat(counter(sort, "Reduce output records")).isEqualTo(records);

    // The program sets the partition file's name where the job no longer reads it.
    Result total =
        program(
            "sort",
            "-D",
            "mapreduce.totalorderpartitioner.path=file:"
                + directory.resolve("random/_sortPartitioning"),
            "-r",
            3,
            "-totalOrder",
            "0.1",
            1000,
            10,
            "random",
            "sorttotal");
    assertThat(counter(total, "Reduce output records")).isEqualTo(records);
    assertThat(directory.resolve("sorttotal/part-r-00002")).isNotEmptyFile();
  }

  @Test
  void randomtextwriter() throws Exception {
    Result result =
        program(
            "randomtextwriter",
            "-D",
            "mapreduce.randomtextwriter.mapsperhost=2",
            "-D",
            "mapreduce.randomtextwriter.totalbytes=4194304",
            "-D",
            "mapreduce.randomtextwriter.bytespermap=2097152",
            "randomtext");

    assertThat(counter(result, "BYTES_WRITTEN")).isGreaterThan(4_000_000);
    assertThat(directory.resolve("randomtext/part-m-00001")).isNotEmptyFile();
  }

  @Test
  void teragenTerasortAndTeravalidate() throws Exception {
    int rows = 200_000;
    Result gen = program("teragen", "-D", "mapreduce.job.maps=2", rows, "teragen");
    program("terasort", "-D", "mapreduce.job.reduces=3", "teragen", "terasort");
    program("teravalidate", "terasort", "teravalidate");

    byte[] last = new byte[10];
    int seen = 0;
    for (int part = 0; part < 3; part++) {
      byte[] bytes = Files.readAllBytes(directory.resolve("terasort/part-r-0000" + part));
      for (int at = 0; at < bytes.length; at += 100, seen++) {
        byte[] key = Arrays.copyOfRange(bytes, at, at + 10);
        assertThat(Arrays.compareUnsigned(last, key)).isLessThanOrEqualTo(0);
        last = key;
      }
    }
    assertThat(seen).isEqualTo(rows);
    assertThat(output("teravalidate"))
        .containsExactly("checksum\t" + Long.toHexString(counter(gen, "CHECKSUM")));
  }

  @Test
  void dbcount() throws Exception {
    try (HsqlServer database = HsqlServer.start()) {
      Path driver = HsqlServer.jar();

      // Hadoop's own classes load the driver, so it must be where they are, also in executors.
      Result result =
          program(
              hadoop.with("HADOOP_CLASSPATH", driver.toString()),
              "dbcount",
              "-D",
              "spark.executor.extraClassPath=" + driver,
              HsqlServer.DRIVER,
              database.url());

      long views = (long) printed(result, "totalPageview=");
      assertThat(views).isPositive().isEqualTo((long) printed(result, "sumPageview="));
      assertThat(counter(result, "Map input records")).isEqualTo(views);
    }
  }

  @Test
  void sudoku() throws Exception {
    Result result = program("sudoku", "puzzle");

    assertThat(result.out()).contains("8 5 1 3 9 2 6 4 7", "Found 1 solutions");
  }

  @Test
  void allProgramsOfTheJarAreHere() throws Exception {
    Result result = hadoop.run("jar", JAR);

    TreeSet<String> programs = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("^  (\\w+): ", Pattern.MULTILINE).matcher(result.out() + result.err());
    while (matcher.find()) {
      programs.add(matcher.group(1));
    }
    assertThat(programs)
        .containsExactly(
            Stream.of(
                    "aggregatewordcount aggregatewordhist bbp dbcount distbbp grep join multifilewc"
                        + " pentomino pi randomtextwriter randomwriter secondarysort sort sudoku"
                        + " teragen terasort teravalidate wordcount wordmean wordmedian"
                        + " wordstandarddeviation")
                .flatMap(names -> Stream.of(names.split(" ")))
                .toArray(String[]::new));
  }
}
