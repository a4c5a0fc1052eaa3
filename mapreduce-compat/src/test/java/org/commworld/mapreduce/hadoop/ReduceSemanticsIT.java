package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.RawComparator;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableComparable;
import org.apache.hadoop.io.WritableComparator;
import org.apache.hadoop.io.serializer.JavaSerializationComparator;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.MarkableIterator;
import org.apache.hadoop.mapreduce.Partitioner;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.hadoop.mapreduce.TaskReport;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.map.MultithreadedMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What mappers and reducers may count on, beyond sums. */
@Timeout(120)
class ReduceSemanticsIT {
  @TempDir private Path directory;
  private Jobs jobs;

  @BeforeEach
  void prepare() {
    jobs = new Jobs(directory);
  }

  private static String ran(Job job) throws Exception {
    job.waitForCompletion(false);
    return job.getStatus().getState() + job.getStatus().getFailureInfo();
  }

  private Job pairs(Configuration conf, Class<? extends Reducer<?, ?, ?, ?>> reducer) {
    Job job = jobs.job(conf, jobs.input("pairs", "a 3", "b 1", "a 1", "b 2", "a 2", "c 9"));
    job.setMapperClass(WholeLine.class);
    job.setReducerClass(reducer);
    job.setGroupingComparatorClass(ByFirstWord.class);
    job.setOutputKeyClass(Text.class);
    job.setMapOutputValueClass(IntWritable.class);
    job.setOutputValueClass(Text.class);
    return job;
  }

  @Test
  void keyFollowsTheValuesOfItsGroupWhichComeOnceInOneObject() throws Exception {
    Job job = pairs(jobs.conf(), FollowsKey.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job))
        .containsExactly("a\ta 1,a 2,a 3 1 0", "b\tb 1,b 2 1 0", "c\tc 9 1 0");
    assertThat(Jobs.counter(job, TaskCounter.REDUCE_INPUT_GROUPS)).isEqualTo(3);
  }

  @Test
  void valuesNotTakenArePassedOver() throws Exception {
    Job job = pairs(jobs.conf(), TakesOne.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job)).containsExactly("a 1\t1", "b 1\t1", "c 9\t9");
  }

  @Test
  void oldReducerKeepsTheFirstKeyAndMayLeaveValues() throws Exception {
    JobConf conf = new JobConf(jobs.conf());
    conf.setUseNewReducer(false);
    conf.setReducerClass(OldTakesTwo.class);
    conf.setOutputFormat(org.apache.hadoop.mapred.TextOutputFormat.class);
    conf.setUseNewMapper(true);
    conf.setOutputValueGroupingComparator(ByFirstWord.class);
    Job job = jobs.job(conf, jobs.input("pairs", "a 3", "b 1", "a 1", "b 2", "a 2", "c 9"));
    job.setMapperClass(WholeLine.class);
    job.setOutputKeyClass(Text.class);
    job.setMapOutputValueClass(IntWritable.class);
    job.setOutputValueClass(Text.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job))
        .containsExactly("a 1\t1+2 same=true", "b 1\t1+2 same=true", "c 9\t9 same=true");
    assertThat(Jobs.counter(job, TaskCounter.REDUCE_INPUT_RECORDS)).isEqualTo(5);
  }

  @Test
  void markedIteratorGoesBack() throws Exception {
    Job job = pairs(jobs.conf(), ReadsTwice.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job)).containsExactly("a\t1,2,3,1,2,3,", "b\t1,2,1,2,", "c\t9,9,");
  }

  @Test
  void userComparatorThatOnlyComparesObjectsSorts() throws Exception {
    Job job = pairs(jobs.conf(), TakesOne.class);
    job.setSortComparatorClass(Backwards.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job)).containsExactly("c 9\t9", "b 2\t2", "a 3\t3");
  }

  @Test
  void keysOfJavaSerializationAreSortedAndReduced() throws Exception {
    Configuration conf = jobs.conf();
    conf.setStrings(
        "io.serializations",
        "org.apache.hadoop.io.serializer.JavaSerialization",
        "org.apache.hadoop.io.serializer.WritableSerialization");
    Job job = jobs.job(conf, jobs.input("plain", "b", "a", "c", "a"));
    job.setMapperClass(PlainObjects.class);
    job.setReducerClass(CountsPlainObjects.class);
    job.setOutputKeyClass(String.class);
    job.setOutputValueClass(Long.class);
    job.setSortComparatorClass(ByText.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job)).containsExactly("a\t2", "b\t1", "c\t1");
  }

  @Test
  void combinerGroupsByItsOwnComparator() throws Exception {
    Configuration conf = jobs.conf();
    Job job = pairs(conf, SumsValues.class);
    job.setCombinerClass(Jobs.Sum.class);
    job.setMapOutputValueClass(IntWritable.class);
    job.setOutputValueClass(IntWritable.class);
    job.setCombinerKeyGroupingComparatorClass(ByFirstWord.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.counter(job, TaskCounter.COMBINE_OUTPUT_RECORDS)).isEqualTo(3);
    assertThat(Jobs.result(job).stream().map(line -> line.split("\t")[1]))
        .containsExactly("6", "3", "9");
  }

  @Test
  void combinerWithoutAComparatorOfItsOwnSeesWholeKeys() throws Exception {
    Job job = pairs(jobs.conf(), SumsValues.class);
    job.setCombinerClass(Jobs.Sum.class);
    job.setOutputValueClass(IntWritable.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.counter(job, TaskCounter.COMBINE_OUTPUT_RECORDS)).isEqualTo(6);
    assertThat(Jobs.result(job).stream().map(line -> line.split("\t")[1]))
        .containsExactly("6", "3", "9");
  }

  @Test
  void keysWithoutARegisteredComparatorAreSortedAsObjects() throws Exception {
    Job job = jobs.job(jobs.conf(), jobs.input("plain", "9", "10", "-3"));
    job.setMapperClass(PlainKeys.class);
    job.setReducerClass(WritesPlainKeys.class);
    job.setMapOutputKeyClass(PlainKey.class);
    job.setMapOutputValueClass(NullWritable.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(NullWritable.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job)).containsExactly("10", "9", "-3");
  }

  @Test
  void partitionerIsNotAskedWithoutReduces() throws Exception {
    Job job = pairs(jobs.conf(), TakesOne.class);
    job.setPartitionerClass(Refuses.class);
    job.setNumReduceTasks(0);

    assertThat(ran(job)).startsWith("SUCCEEDED");
    assertThat(Jobs.result(job)).hasSize(6);
  }

  @Test
  void partitionerIsNotAskedForOneReduce() throws Exception {
    Job job = pairs(jobs.conf(), TakesOne.class);
    job.setPartitionerClass(Refuses.class);
    job.setNumReduceTasks(1);

    assertThat(ran(job)).startsWith("SUCCEEDED");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void illegalPartitionFailsInHadoopsWords(int partition) throws Exception {
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 1);
    conf.setInt("test.partition", partition);
    Job job = pairs(conf, TakesOne.class);
    job.setPartitionerClass(Always.class);
    job.setNumReduceTasks(2);

    assertThat(ran(job))
        .startsWith("FAILED")
        .contains("java.io.IOException: Illegal partition for", "(" + partition + ")");
  }

  @Test
  void wrongKeyClassFailsInHadoopsWords() throws Exception {
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 1);
    Job job = pairs(conf, TakesOne.class);
    job.setMapOutputKeyClass(LongWritable.class);

    assertThat(ran(job))
        .startsWith("FAILED")
        .contains(
            "Type mismatch in key from map: expected org.apache.hadoop.io.LongWritable, received"
                + " org.apache.hadoop.io.Text");
  }

  @Test
  void multithreadedMapperCountsItsInput() throws Exception {
    Path input = jobs.words("threads", 1, 500);
    Job job = jobs.wordCount(jobs.conf(), input);
    job.setMapperClass(MultithreadedMapper.class);
    MultithreadedMapper.setMapperClass(job, Jobs.Words.class);
    MultithreadedMapper.setNumberOfThreads(job, 3);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.counts(Jobs.result(job))).isEqualTo(Jobs.count(input));
    assertThat(Jobs.counter(job, TaskCounter.MAP_INPUT_RECORDS)).isEqualTo(500);
  }

  @Test
  void taskIsItsPlaceAmongTheSplitsLargestFirst() throws Exception {
    jobs.input("sizes", "x");
    Path large = jobs.words("sizes", 1, 50);
    Job job = jobs.job(jobs.conf(), large);
    job.setMapperClass(NamesInput.class);
    job.setNumReduceTasks(0);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(Text.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    Map<String, List<String>> parts =
        Map.of(
            "part-m-00000", Jobs.linesOf(Jobs.output(job).resolve("part-m-00000")),
            "part-m-00001", Jobs.linesOf(Jobs.output(job).resolve("part-m-00001")));
    assertThat(parts.get("part-m-00000")).containsOnly("part0.txt\t0");
    assertThat(parts.get("part-m-00001")).containsOnly("lines.txt\t1");
    TaskReport[] reports = job.getTaskReports(TaskType.MAP);
    assertThat(reports).hasSize(2);
    assertThat(reports[0].getProgress()).isEqualTo(1);
  }

  static final class WholeLine extends Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      context.write(line, new IntWritable(Integer.parseInt(line.toString().split(" ")[1])));
    }
  }

  static final class ByFirstWord extends WritableComparator {
    ByFirstWord() {
      super(Text.class, true);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public int compare(WritableComparable a, WritableComparable b) {
      return a.toString().split(" ")[0].compareTo(b.toString().split(" ")[0]);
    }
  }

  static final class Backwards extends WritableComparator {
    Backwards() {
      super(Text.class, true);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public int compare(WritableComparable a, WritableComparable b) {
      return b.toString().compareTo(a.toString());
    }
  }

  static final class FollowsKey extends Reducer<Text, IntWritable, Text, Text> {
    @Override
    protected void reduce(Text key, Iterable<IntWritable> values, Context context)
        throws IOException, InterruptedException {
      List<String> keys = new ArrayList<>();
      IdentityHashMap<IntWritable, Boolean> objects = new IdentityHashMap<>();
      for (IntWritable value : values) {
        keys.add(key.toString());
        objects.put(value, true);
      }
      int again = 0;
      for (IntWritable value : values) {
        again += 1 + value.get();
      }
      String first = keys.get(0).split(" ")[0];
      context.write(
          new Text(first), new Text(String.join(",", keys) + " " + objects.size() + " " + again));
    }
  }

  static final class TakesOne extends Reducer<Text, IntWritable, Text, Text> {
    @Override
    protected void reduce(Text key, Iterable<IntWritable> values, Context context)
        throws IOException, InterruptedException {
      int first = values.iterator().next().get();
      context.write(key, new Text("" + first));
    }
  }

  static final class SumsValues extends Reducer<Text, IntWritable, Text, IntWritable> {
    @Override
    protected void reduce(Text key, Iterable<IntWritable> values, Context context)
        throws IOException, InterruptedException {
      int sum = 0;
      for (IntWritable value : values) {
        sum += value.get();
      }
      context.write(key, new IntWritable(sum));
    }
  }

  static final class ReadsTwice extends Reducer<Text, IntWritable, Text, Text> {
    @Override
    protected void reduce(Text key, Iterable<IntWritable> values, Context context)
        throws IOException, InterruptedException {
      String name = key.toString().split(" ")[0];
      MarkableIterator<IntWritable> marked = new MarkableIterator<>(values.iterator());
      StringBuilder seen = new StringBuilder();
      marked.mark();
      while (marked.hasNext()) {
        seen.append(marked.next().get()).append(',');
      }
      marked.reset();
      while (marked.hasNext()) {
        seen.append(marked.next().get()).append(',');
      }
      context.write(new Text(name), new Text(seen.toString()));
    }
  }

  static final class OldTakesTwo extends org.apache.hadoop.mapred.MapReduceBase
      implements org.apache.hadoop.mapred.Reducer<Text, IntWritable, Text, Text> {
    @Override
    public void reduce(
        Text key,
        Iterator<IntWritable> values,
        org.apache.hadoop.mapred.OutputCollector<Text, Text> output,
        org.apache.hadoop.mapred.Reporter reporter)
        throws IOException {
      IntWritable first = values.next();
      String text = "" + first.get();
      boolean same = true;
      if (values.hasNext()) {
        IntWritable second = values.next();
        text += "+" + second.get();
        same = System.identityHashCode(first) == System.identityHashCode(second);
      }
      output.collect(key, new Text(text + " same=" + same));
    }
  }

  static final class Refuses extends Partitioner<Text, IntWritable> {
    @Override
    public int getPartition(Text key, IntWritable value, int partitions) {
      throw new AssertionError("asked for " + partitions + " partitions");
    }
  }

  static final class Always extends Partitioner<Text, IntWritable> implements Configurable {
    private Configuration conf = new Configuration(false);

    @Override
    public int getPartition(Text key, IntWritable value, int partitions) {
      return conf.getInt("test.partition", 0);
    }

    @Override
    public void setConf(Configuration conf) {
      this.conf = conf;
    }

    @Override
    public Configuration getConf() {
      return conf;
    }
  }

  /** Larger numbers first; no comparator of bytes is registered for it. */
  static final class PlainKey implements WritableComparable<PlainKey> {
    private int number;

    @Override
    public int compareTo(PlainKey other) {
      return Integer.compare(other.number, number);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof PlainKey key && key.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }

    @Override
    public void write(DataOutput out) throws IOException {
      out.writeInt(number);
    }

    @Override
    public void readFields(DataInput in) throws IOException {
      number = in.readInt();
    }
  }

  static final class PlainKeys extends Mapper<LongWritable, Text, PlainKey, NullWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      PlainKey key = new PlainKey();
      key.number = Integer.parseInt(line.toString());
      context.write(key, NullWritable.get());
    }
  }

  static final class WritesPlainKeys extends Reducer<PlainKey, NullWritable, Text, NullWritable> {
    @Override
    protected void reduce(PlainKey key, Iterable<NullWritable> values, Context context)
        throws IOException, InterruptedException {
      context.write(new Text("" + key.number), NullWritable.get());
    }
  }

  static final class PlainObjects extends Mapper<LongWritable, Text, String, Long> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      context.write(line.toString(), 1L);
    }
  }

  static final class CountsPlainObjects extends Reducer<String, Long, String, Long> {
    @Override
    protected void reduce(String key, Iterable<Long> values, Context context)
        throws IOException, InterruptedException {
      long sum = 0;
      for (long value : values) {
        sum += value;
      }
      context.write(key, sum);
    }
  }

  static final class ByText extends JavaSerializationComparator<String>
      implements RawComparator<String>, Serializable {
    private static final long serialVersionUID = 1;

    ByText() throws IOException {}
  }

  static final class NamesInput extends Mapper<LongWritable, Text, Text, Text> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      var split = (org.apache.hadoop.mapreduce.lib.input.FileSplit) context.getInputSplit();
      context.write(
          new Text(split.getPath().getName()),
          new Text(context.getConfiguration().get("mapreduce.task.partition")));
    }
  }
}
