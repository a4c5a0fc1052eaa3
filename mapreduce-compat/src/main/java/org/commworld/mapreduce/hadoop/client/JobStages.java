package org.commworld.mapreduce.hadoop.client;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.commworld.mapreduce.hadoop.shuffle.SparkShuffle;
import org.commworld.mapreduce.hadoop.task.AttemptResult;
import org.commworld.mapreduce.hadoop.task.JobSpec;
import org.commworld.mapreduce.hadoop.task.MapOutputWriter;
import org.commworld.mapreduce.hadoop.task.MapRdd;
import org.commworld.mapreduce.hadoop.task.ReduceRdd;
import org.commworld.mapreduce.hadoop.task.ResultCollector;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** A job's tasks as one Spark job: a shuffle map stage and a result stage, or only the latter. */
final class JobStages {
  private JobStages() {}

  /** Runs all tasks. Each result is told once, in a thread of Spark's, before this returns. */
  static void run(
      SparkContext context,
      JobSpec spec,
      List<MapRdd.Split> splits,
      Consumer<AttemptResult> succeeded) {
    MapRdd maps = new MapRdd(context, spec, splits);
    if (spec.reduces() == 0) {
      collect(context, maps, new LoneMapResult(), succeeded);
      return;
    }
    ResultCollector results = new ResultCollector(succeeded);
    context.register(results);
    ShuffleDependency<Object, Object, Object> shuffle =
        SparkShuffle.dependency(maps, spec.reduces(), new MapOutputWriter(spec, results));
    collect(context, new ReduceRdd(context, spec, shuffle), new ReduceResult(), succeeded);
  }

  private static <T> void collect(
      SparkContext context,
      RDD<T> tasks,
      AbstractFunction2<TaskContext, Iterator<T>, AttemptResult> result,
      Consumer<AttemptResult> succeeded) {
    ClassTag<AttemptResult> tag = ClassTag$.MODULE$.apply(AttemptResult.class);
    context.runJob(
        tasks,
        result,
        new AbstractFunction2<Object, AttemptResult, BoxedUnit>() {
          @Override
          public BoxedUnit apply(Object partition, AttemptResult done) {
            succeeded.accept(done);
            return BoxedUnit.UNIT;
          }
        },
        tag);
  }

  private static final class LoneMapResult
      extends AbstractFunction2<TaskContext, Iterator<Tuple2<Object, Object>>, AttemptResult>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public AttemptResult apply(TaskContext task, Iterator<Tuple2<Object, Object>> one) {
      return (AttemptResult) one.next()._2();
    }
  }

  private static final class ReduceResult
      extends AbstractFunction2<TaskContext, Iterator<Object>, AttemptResult>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public AttemptResult apply(TaskContext task, Iterator<Object> one) {
      return (AttemptResult) one.next();
    }
  }
}
