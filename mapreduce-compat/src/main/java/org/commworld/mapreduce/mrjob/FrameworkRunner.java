package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Counter;
import org.apache.hadoop.mapreduce.CounterGroup;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.commworld.mapreduce.hadoop.MapReduceSettings;
import org.commworld.mapreduce.mrjob.RunnerOptions.Kind;

/** Runs each step as a Hadoop job, by Hadoop's local framework or on Spark. */
final class FrameworkRunner extends StepRunner {
  private final boolean local;
  private final Configuration base = new Configuration();

  FrameworkRunner(Invocation invocation, InputStream stdin) {
    super(invocation, stdin);
    local = invocation.options().runner == Kind.LOCAL;
    plan.settings(0, invocation.options().jobConf).forEach(base::set);
  }

  @Override
  List<String> prepare(List<String> inputs) throws IOException {
    List<String> prepared = new ArrayList<>();
    FileSystem shared = FileSystem.get(base);
    for (String input : inputs) {
      Path path = new Path(input);
      java.nio.file.Path file = java.nio.file.Path.of(path.toUri().getPath());
      boolean isLocal = path.toUri().getScheme() == null && java.nio.file.Files.exists(file);
      if (isLocal && isOwn(shared)) {
        prepared.add(file.toAbsolutePath().toUri().toString());
      } else if (isLocal) {
        Path copy = new Path(temporaryDir("files"), prepared.size() + "-" + file.getFileName());
        shared.copyFromLocalFile(new Path(file.toAbsolutePath().toUri()), copy);
        prepared.add(copy.toString());
      } else {
        requireMatch(path, input);
        prepared.add(input);
      }
    }
    return prepared;
  }

  private void requireMatch(Path path, String input) throws IOException {
    FileStatus[] matches = path.getFileSystem(base).globStatus(path);
    if (matches == null || matches.length == 0) {
      throw new MRJobException("no such input: path=" + input);
    }
  }

  /** Whether the default file system is this machine's. */
  private static boolean isOwn(FileSystem fs) {
    return fs.getScheme().equals("file");
  }

  @Override
  CounterTable runStep(int index, Step step, List<String> inputs, String output)
      throws IOException, InterruptedException {
    Configuration conf = configuration(index);
    if (step instanceof MRStep tasks) {
      return runTasks(index, tasks, conf, inputs, output);
    }
    if (step instanceof SparkStep spark) {
      SparkStepRun.run(spark, local ? null : invocation.options().master, inputs, output);
    } else if (step instanceof JarStep jar) {
      List<String> generic = new ArrayList<>();
      plan.settings(index, invocation.options().jobConf)
          .forEach((name, value) -> generic.addAll(List.of("-D", name + "=" + value)));
      if (!invocation.options().libJars.isEmpty()) {
        generic.addAll(List.of("-libjars", String.join(",", invocation.options().libJars)));
      }
      new JarProcess(conf, generic, localDir()).run(jar, inputs, output);
    }
    return new CounterTable();
  }

  private Configuration configuration(int index) throws IOException {
    Configuration conf = new Configuration();
    conf.set("mapreduce.framework.name", local ? "local" : MapReduceSettings.FRAMEWORK);
    // Hadoop warns of programs that leave its generic options to themselves, as this one does.
    conf.setBoolean("mapreduce.client.genericoptionsparser.used", true);
    String master = invocation.options().master;
    if (master != null) {
      conf.set(MapReduceSettings.MASTER, master);
    }
    if (isOwn(FileSystem.get(conf))) {
      // What Hadoop leaves behind goes with this run's own directory, not to a shared one.
      String tmp = localDir().resolve("hadoop").toString();
      conf.set("mapreduce.cluster.local.dir", tmp);
      conf.set("mapreduce.jobtracker.staging.root.dir", localDir().resolve("staging").toString());
    }
    if (local) {
      int cores = Runtime.getRuntime().availableProcessors();
      conf.setInt("mapreduce.local.map.tasks.maximum", cores);
      conf.setInt("mapreduce.local.reduce.tasks.maximum", cores);
      conf.setInt("mapreduce.client.progressmonitor.pollinterval", 50);
      conf.setInt("mapreduce.client.completion.pollinterval", 50);
    }
    plan.settings(index, invocation.options().jobConf).forEach(conf::set);
    return conf;
  }

  private CounterTable runTasks(
      int index, MRStep step, Configuration conf, List<String> inputs, String output)
      throws IOException, InterruptedException {
    FrameworkTask.describe(invocation, index, conf);
    ship(conf);
    Job job = Job.getInstance(conf, jobName() + " step " + (index + 1) + "/" + plan.steps().size());
    job.setJarByClass(invocation.job().getClass());
    job.setInputFormatClass(LinesInputFormat.class);
    job.setOutputFormatClass(TextOutputFormat.class);
    job.setMapperClass(LineMapper.class);
    job.setMapOutputKeyClass(EncodedLine.class);
    job.setMapOutputValueClass(NullWritable.class);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(NullWritable.class);
    if (step.has(Role.REDUCER)) {
      shuffle(job, step);
    } else {
      job.setNumReduceTasks(0);
    }
    for (String input : inputs) {
      FileInputFormat.addInputPath(job, new Path(input));
    }
    FileOutputFormat.setOutputPath(job, new Path(output));
    return result(job, index);
  }

  private void shuffle(Job job, MRStep step) {
    job.setReducerClass(LineReducer.class);
    job.setPartitionerClass(EncodedLine.ByKey.class);
    job.setSortComparatorClass(
        invocation.job().sortValues()
            ? EncodedLine.KeyValueOrder.class
            : EncodedLine.KeyOrder.class);
    job.setGroupingComparatorClass(EncodedLine.KeyOrder.class);
    if (step.has(Role.COMBINER)) {
      job.setCombinerClass(LineReducer.Combiner.class);
      job.setCombinerKeyGroupingComparatorClass(EncodedLine.KeyOrder.class);
    }
    // No step of tasks with a reducer is without reduce tasks, whatever a setting says.
    job.setNumReduceTasks(Math.max(1, job.getNumReduceTasks()));
  }

  /** Names files and jars as Hadoop's own {@code -files} and {@code -libjars} do. */
  private void ship(Configuration conf) {
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, java.nio.file.Path> upload : invocation.uploads().entrySet()) {
      files.add(upload.getValue().toUri() + "#" + upload.getKey());
    }
    List<String> jars = new ArrayList<>();
    for (String jar : invocation.options().libJars) {
      jars.add(java.nio.file.Path.of(jar).toUri().toString());
    }
    if (!files.isEmpty()) {
      conf.set("tmpfiles", String.join(",", files));
    }
    if (!jars.isEmpty()) {
      conf.set("tmpjars", String.join(",", jars));
    }
  }

  private CounterTable result(Job job, int index) throws IOException, InterruptedException {
    boolean succeeded;
    try {
      succeeded = job.waitForCompletion(invocation.options().verbose);
    } catch (ClassNotFoundException e) {
      throw new MRJobException("class of a step not found: step=" + index, e);
    }
    if (!succeeded) {
      throw new MRJobException(
          "step failed: step="
              + index
              + ", job="
              + job.getJobID()
              + ", cause="
              + job.getStatus().getFailureInfo());
    }
    CounterTable table = new CounterTable();
    for (CounterGroup group : job.getCounters()) {
      for (Counter counter : group) {
        table.add(group.getDisplayName(), counter.getDisplayName(), counter.getValue());
      }
    }
    return table;
  }

  @Override
  String temporaryDir(String name) throws IOException {
    String named = invocation.options().tmpDir;
    if (named != null) {
      return new Path(new Path(named, runName), name).toString();
    }
    FileSystem fs = FileSystem.get(base);
    return isOwn(fs)
        ? localDir().resolve(name).toUri().toString()
        : new Path(fs.getHomeDirectory(), "tmp/mrjob/" + runName + "/" + name).toString();
  }

  @Override
  void removeRemote() throws IOException {
    if (invocation.options().tmpDir == null && isOwn(FileSystem.get(base))) {
      return;
    }
    Path root = new Path(temporaryDir("output")).getParent();
    root.getFileSystem(base).delete(root, true);
  }

  @Override
  boolean exists(String dir) throws IOException {
    Path path = new Path(dir);
    return path.getFileSystem(base).exists(path);
  }

  @Override
  public InputStream catOutput() throws IOException {
    Path dir = new Path(outputDir());
    FileSystem fs = dir.getFileSystem(base);
    FileStatus[] parts =
        fs.listStatus(
            dir, path -> !path.getName().startsWith("_") && !path.getName().startsWith("."));
    Arrays.sort(parts);
    List<InputStream> streams = new ArrayList<>();
    for (FileStatus part : parts) {
      if (part.isFile()) {
        streams.add(fs.open(part.getPath()));
      }
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }
}
