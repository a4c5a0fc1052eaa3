package org.commworld.compare.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.dataflow.Dataflow;
import org.commworld.compare.mapreduce.MapReduce;
import org.commworld.compare.ranks.RankWork;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Task;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.spark.BarrierJob;
import org.jspecify.annotations.Nullable;

/** An engine within this JVM. */
final class Host implements Closeable {
  private static final int EXECUTOR_MEGABYTES = 1024;

  private final Engine engine;
  private final int slots;
  private final Path scratch;
  private final @Nullable JavaSparkContext spark;
  private int runs;

  /** Starts the engine with so many slots, all of them ready. */
  Host(Engine engine, int slots, Path scratch) {
    this.engine = engine;
    this.slots = slots;
    this.scratch = scratch;
    this.spark = engine == Engine.HADOOP ? null : new JavaSparkContext(conf());
    if (spark != null) {
      spark.parallelize(Collections.nCopies(slots, 0), slots).count();
    }
  }

  private SparkConf conf() {
    boolean apart = engine == Engine.SPARK_JVMS || engine == Engine.RANKS_JVMS;
    return new SparkConf()
        .setAppName("commworld compare, " + engine.label())
        .setMaster(
            apart
                ? "local-cluster[%d,1,%d]".formatted(slots, EXECUTOR_MEGABYTES)
                : "local[%d]".formatted(slots))
        .set("spark.log.level", "WARN")
        .set("spark.ui.enabled", "false")
        .set("spark.local.dir", scratch.toString())
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.executor.memory", EXECUTOR_MEGABYTES + "m")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.scheduler.minRegisteredResourcesRatio", "1")
        .set("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s")
        .set("spark.default.parallelism", String.valueOf(slots));
  }

  /** Runs a task; the peak is left to the caller. */
  Run run(Task task) throws IOException, InterruptedException, ClassNotFoundException {
    long start = System.nanoTime();
    Answer answer = answer(task);
    double job = (System.nanoTime() - start) / 1e9;
    return new Run(answer, Double.isNaN(answer.seconds()) ? job : answer.seconds(), job, 0);
  }

  private Answer answer(Task task)
      throws IOException, InterruptedException, ClassNotFoundException {
    return switch (engine.style()) {
      case DATAFLOW -> Dataflow.of(task.workload()).run(context(), slots, task);
      case RANKS -> BarrierJob.on(context()).ranks(slots).run(comm -> timed(comm, task)).get(0);
      case MAPREDUCE -> mapReduce(task);
      case C, PYTHON -> throw new IllegalStateException("not in a JVM: engine=" + engine.label());
    };
  }

  private JavaSparkContext context() {
    return java.util.Objects.requireNonNull(spark, "no Spark");
  }

  private static Answer timed(Comm comm, Task task) {
    comm.barrier();
    long start = System.nanoTime();
    Answer answer = RankWork.of(task.workload()).run(comm, task);
    double seconds = comm.allReduce((System.nanoTime() - start) / 1e9, Op.MAX);
    return Double.isNaN(answer.seconds()) ? answer.taking(seconds) : answer;
  }

  private Answer mapReduce(Task task)
      throws IOException, InterruptedException, ClassNotFoundException {
    Path own = Files.createDirectory(scratch.resolve("run" + runs++));
    Configuration conf = new Configuration();
    conf.set("fs.defaultFS", "file:///");
    conf.set("mapreduce.framework.name", engine == Engine.HADOOP ? "local" : "spark");
    conf.setBoolean("mapreduce.client.genericoptionsparser.used", true);
    for (String key :
        List.of(
            "hadoop.tmp.dir",
            "mapreduce.cluster.local.dir",
            "mapreduce.jobtracker.staging.root.dir")) {
      conf.set(key, own.resolve(key).toString());
    }
    conf.setInt("mapreduce.job.reduces", slots);
    conf.setInt("mapreduce.local.map.tasks.maximum", slots);
    conf.setInt("mapreduce.local.reduce.tasks.maximum", slots);
    conf.setInt("mapreduce.client.progressmonitor.pollinterval", 20);
    conf.setInt("mapreduce.client.completion.pollinterval", 20);
    if (!task.input().isEmpty()) {
      long bytes = Files.size(Path.of(task.input()));
      conf.setLong(
          "mapreduce.input.fileinputformat.split.maxsize",
          Math.max(1, (bytes + slots - 1) / slots));
    }
    try {
      return MapReduce.of(task.workload()).run(conf, slots, task, own);
    } finally {
      Workspace.delete(own);
    }
  }

  @Override
  public void close() {
    if (spark != null) {
      spark.close();
    }
  }
}
