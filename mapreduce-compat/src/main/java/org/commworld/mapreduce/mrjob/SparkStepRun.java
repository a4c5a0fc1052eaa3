package org.commworld.mapreduce.mrjob;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Runs a {@link SparkStep}. A SparkContext that the JVM has already is used and left alone. */
final class SparkStepRun {
  private static final String NAME = "spark.commworld.mrjob.started";

  private SparkStepRun() {}

  static void run(SparkStep step, @Nullable String master, List<String> inputs, String output)
      throws InterruptedException {
    SparkConf conf = new SparkConf();
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", "MRJob");
    conf.setIfMissing("spark.ui.enabled", "false");
    String mine = Long.toHexString(System.nanoTime());
    conf.set(NAME, mine);
    SparkContext context = SparkContext.getOrCreate(conf);
    try {
      step.body().run(new JavaSparkContext(context), String.join(",", inputs), output);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new MRJobException("Spark step failed: output=" + output, e);
    } finally {
      if (mine.equals(context.getConf().get(NAME, ""))) {
        context.stop();
      }
    }
  }
}
