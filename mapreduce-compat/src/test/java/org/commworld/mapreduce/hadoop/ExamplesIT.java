package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.examples.BaileyBorweinPlouffe;
import org.apache.hadoop.examples.Join;
import org.apache.hadoop.examples.MultiFileWordCount;
import org.apache.hadoop.examples.QuasiMonteCarlo;
import org.apache.hadoop.examples.RandomWriter;
import org.apache.hadoop.examples.SecondarySort;
import org.apache.hadoop.examples.Sort;
import org.apache.hadoop.examples.WordMean;
import org.apache.hadoop.examples.dancing.DistributedPentomino;
import org.apache.hadoop.examples.dancing.Pentomino;
import org.apache.hadoop.examples.pi.DistBbp;
import org.apache.hadoop.examples.terasort.TeraGen;
import org.apache.hadoop.examples.terasort.TeraSort;
import org.apache.hadoop.examples.terasort.TeraValidate;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.lib.input.KeyValueTextInputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that Hadoop ships, as they are; each result is known or worked out otherwise. */
@Timeout(180)
class ExamplesIT {
  @TempDir private Path directory;
  private Jobs jobs;

  @BeforeEach
  void prepare() {
    jobs = new Jobs(directory);
  }

  private int run(Tool tool, String... arguments) throws Exception {
    Configuration conf = jobs.conf();
    conf.set("fs.defaultFS", "file:///");
    return ToolRunner.run(conf, tool, arguments);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void terasortSortsWhatTeragenMakesAndTeravalidateAgrees() throws Exception {
    assertThat(run(new TeraGen(), "-Dmapreduce.job.maps=2", "20000", path("gen"))).isZero();
    assertThat(run(new TeraSort(), "-Dmapreduce.job.reduces=3", path("gen"), path("sort")))
        .isZero();
    assertThat(run(new TeraValidate(), path("sort"), path("valid"))).isZero();

    byte[] last = new byte[10];
    int rows = 0;
    for (String name : Jobs.names(directory.resolve("sort"))) {
      if (!name.startsWith("part-r-")) {
        continue;
      }
      byte[] bytes = Files.readAllBytes(directory.resolve("sort").resolve(name));
      for (int at = 0; at < bytes.length; at += 100) {
        byte[] key = java.util.Arrays.copyOfRange(bytes, at, at + 10);
        assertThat(java.util.Arrays.compareUnsigned(last, key)).isLessThanOrEqualTo(0);
        last = key;
        rows++;
      }
    }
    assertThat(rows).isEqualTo(20_000);
    assertThat(Jobs.result(directory.resolve("valid")))
        .singleElement()
        .asString()
        .startsWith("checksum");
  }

  @Test
  void quasiMonteCarloEstimatesPiExactly() throws Exception {
    Configuration conf = jobs.conf();

    BigDecimal pi =
        QuasiMonteCarlo.estimatePi(4, 10_000, Jobs.hadoop(directory.resolve("qmc")), conf);

    assertThat(pi).isEqualByComparingTo("3.1414");
  }

  @Test
  void bbpWritesTheDigitsOfPi() throws Exception {
    assertThat(run(new BaileyBorweinPlouffe(), "1", "32", "4", path("bbp"))).isZero();

    byte[] digits = Files.readAllBytes(directory.resolve("bbp/pi_1_32.hex"));
    assertThat(HexFormat.of().formatHex(digits)).isEqualTo("243f6a8885a308d313198a2e03707344");
  }

  @Test
  void distbbpMixesMapAndReduceWorkInManyJobs() throws Exception {
    int status =
        run(
            new DistBbp(),
            "-Dpi.job.separation.seconds=0",
            "40",
            "2",
            "1",
            "x",
            "1",
            path("remote"),
            path("local"));

    assertThat(status).isZero();
  }

  @Test
  void meanLengthOfWordsIsRight() throws Exception {
    Path input = jobs.words("mean", 2, 100);
    WordMean mean = new WordMean();

    assertThat(run(mean, input.toString(), path("mean"))).isZero();

    Map<String, Long> counts = Jobs.count(input);
    double letters =
        counts.entrySet().stream().mapToDouble(e -> e.getKey().length() * e.getValue()).sum();
    double words = counts.values().stream().mapToLong(n -> n).sum();
    assertThat(mean.getMean()).isCloseTo(letters / words, within(1e-9));
  }

  @Test
  void filesOfOneSplitAreCounted() throws Exception {
    Path input = jobs.words("multi", 3, 50);

    assertThat(run(new MultiFileWordCount(), input.toString(), path("multi"))).isZero();

    assertThat(Jobs.counts(Jobs.result(directory.resolve("multi")))).isEqualTo(Jobs.count(input));
  }

  @Test
  void joinTakesTuplesOfKeysThatBothSidesHave() throws Exception {
    Path left = jobs.input("left", "a\t1", "b\t2", "d\t4");
    Path right = jobs.input("right", "b\t20", "c\t30", "d\t40");

    int status =
        run(
            new Join(),
            "-inFormat",
            KeyValueTextInputFormat.class.getName(),
            "-outFormat",
            TextOutputFormat.class.getName(),
            "-outKey",
            Text.class.getName(),
            "-joinOp",
            "inner",
            left.toString(),
            right.toString(),
            path("join"));

    assertThat(status).isZero();
    assertThat(Jobs.sorted(Jobs.result(directory.resolve("join"))))
        .isEqualTo(List.of("b\t[2,20]", "d\t[4,40]"));
  }

  @Test
  void randomRecordsAreAllSorted() throws Exception {
    int status =
        run(
            new RandomWriter(),
            "-Dmapreduce.randomwriter.totalbytes=200000",
            "-Dmapreduce.randomwriter.bytespermap=100000",
            "-Dmapreduce.randomwriter.mapsperhost=2",
            path("random"));
    Sort<?, ?> sort = new Sort<>();

    assertThat(status).isZero();
    assertThat(run(sort, "-r", "2", path("random"), path("sorted"))).isZero();
    assertThat(Jobs.counter(sort.getResult(), TaskCounter.REDUCE_OUTPUT_RECORDS))
        .isEqualTo(Jobs.counter(sort.getResult(), TaskCounter.MAP_INPUT_RECORDS))
        .isPositive();
  }

  @Test
  void pentominoFindsAllSolutions() throws Exception {
    int status =
        run(
            new DistributedPentomino(),
            "-Dmapreduce.job.maps=4",
            "-Dmapreduce.pentomino.class=" + Pentomino.class.getName(),
            path("pentomino"),
            "-depth",
            "2",
            "-height",
            "3",
            "-width",
            "20");

    assertThat(status).isZero();
    assertThat(
            Jobs.result(directory.resolve("pentomino")).stream().filter(line -> line.contains(",")))
        .as("as many as without Hadoop")
        .hasSize(new Pentomino(20, 3).solve());
  }

  @Test
  void secondarySortKeepsPairsInOrder() throws Exception {
    Path input = jobs.input("pairs", "2 9", "1 5", "2 -1", "1 4");
    var job = jobs.job(jobs.conf(), input);
    job.setMapperClass(SecondarySort.MapClass.class);
    job.setReducerClass(SecondarySort.Reduce.class);
    job.setPartitionerClass(SecondarySort.FirstPartitioner.class);
    job.setGroupingComparatorClass(SecondarySort.FirstGroupingComparator.class);
    job.setMapOutputKeyClass(SecondarySort.IntPair.class);
    job.setMapOutputValueClass(org.apache.hadoop.io.IntWritable.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(org.apache.hadoop.io.IntWritable.class);

    assertThat(job.waitForCompletion(false)).isTrue();

    assertThat(Jobs.result(job).stream().filter(line -> !line.startsWith("-")))
        .containsExactly("1\t4", "1\t5", "2\t-1", "2\t9");
    assertThat(
            new String(
                Files.readAllBytes(Jobs.output(job).resolve("part-r-00000")),
                StandardCharsets.UTF_8))
        .startsWith("-----");
  }
}
