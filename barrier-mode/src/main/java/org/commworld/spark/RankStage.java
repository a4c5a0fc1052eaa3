package org.commworld.spark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.BarrierTaskInfo;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** The function of the barrier stage's tasks: each becomes the rank of its partition. */
final class RankStage<T, R extends @Nullable Object>
    extends AbstractFunction1<scala.collection.Iterator<T>, scala.collection.Iterator<R>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final JobSpec spec;
  private final StageBody<T, R> body;

  RankStage(JobSpec spec, StageBody<T, R> body) {
    this.spec = spec;
    this.body = body;
  }

  @Override
  public scala.collection.Iterator<R> apply(scala.collection.Iterator<T> rows) {
    // Spark drops the barrier of a stage without a word in some of its own operators.
    if (!(TaskContext.get() instanceof BarrierTaskContext task)) {
      throw new IllegalStateException("not in a barrier stage: task=" + TaskContext.get());
    }
    Iterator<T> javaRows = CollectionConverters.asJava(rows);
    List<R> results;
    try {
      results = run(task, javaRows);
    } catch (VirtualMachineError e) {
      // Spark ends the executor for these, and in local mode the driver: no stack overflow of one
      // rank is worth that. The driver has the original from the control link.
      throw new IllegalStateException(
          "rank %d ran into %s".formatted(task.partitionId(), e.getClass().getName()));
    } catch (Throwable e) {
      throw RankStage.<RuntimeException>sneaky(e);
    }
    return CollectionConverters.asScala(results.iterator());
  }

  private List<R> run(BarrierTaskContext task, Iterator<T> rows) throws Exception {
    int rank = task.partitionId();
    ExecutorWorld world =
        ExecutorWorld.enter(spec, spec.world(task.stageAttemptNumber()), ranksHere(task));
    try {
      return world.run(rank, task, context -> body.run(context, rows));
    } finally {
      world.leave();
    }
  }

  /**
   * The ranks of this executor. On a cluster the address is that of the executor's connection to
   * the driver, so equal ones are one JVM; in local mode all are equal.
   */
  private static List<Integer> ranksHere(BarrierTaskContext task) {
    BarrierTaskInfo[] infos = task.getTaskInfos();
    String here = infos[task.partitionId()].address();
    return IntStream.range(0, infos.length)
        .filter(rank -> infos[rank].address().equals(here))
        .boxed()
        .toList();
  }

  @SuppressWarnings("unchecked") // Scala has no checked exceptions: Spark takes any
  private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
