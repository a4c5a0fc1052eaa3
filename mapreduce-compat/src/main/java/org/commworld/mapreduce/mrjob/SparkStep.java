package org.commworld.mapreduce.mrjob;

import org.apache.spark.api.java.JavaSparkContext;

/**
 * A step that is a Spark program, called in the JVM that runs the job. For the runners inline,
 * local and spark.
 *
 * @param body what to do
 */
public record SparkStep(Body body) implements Step {
  /** A Spark program. */
  @FunctionalInterface
  public interface Body {
    /**
     * Reads lines and writes lines. An exception fails the job.
     *
     * @param spark the JVM's context; not to be stopped here
     * @param input paths as {@code textFile} takes them, separated by commas
     * @param output a directory that does not exist yet, for {@code saveAsTextFile}
     */
    void run(JavaSparkContext spark, String input, String output) throws Exception;
  }
}
