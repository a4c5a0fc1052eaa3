package org.commworld.spark;

import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;

/**
 * A barrier stage on its way: the RDD that it computes, and the Spark job that runs it.
 *
 * @param <V> what the Spark job gives
 */
record Submission<R extends @Nullable Object, V extends @Nullable Object>(
    RDD<R> stage, JavaFutureAction<V> job) {

  /** Submits the stage of one attempt. */
  interface Submitter<R extends @Nullable Object, V extends @Nullable Object> {
    Submission<R, V> submit(JobSpec spec) throws Exception;
  }
}
