package org.commworld.mapreduce.hadoop.task;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.hadoop.mapred.AMFeedback;
import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapred.TaskStatus;
import org.apache.hadoop.mapred.TaskUmbilicalProtocol;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;

/**
 * What Hadoop's tasks take for their application master.
 *
 * <p>No method ever throws an IOException or says that the task is unknown: Hadoop's Task answers
 * both with System.exit. A proxy, because one parameter type of the protocol is package-private.
 *
 * <p>Spark-private API of 4.1: {@code OutputCommitCoordinator.canCommit}, which grants one attempt
 * of a task the right to commit and takes it back when that attempt dies.
 */
final class Umbilical implements InvocationHandler {
  private final TaskContext spark;
  private volatile boolean commitGranted;
  private volatile @Nullable Counters counters;

  Umbilical(TaskContext spark) {
    this.spark = spark;
  }

  TaskUmbilicalProtocol protocol() {
    return (TaskUmbilicalProtocol)
        Proxy.newProxyInstance(
            TaskUmbilicalProtocol.class.getClassLoader(),
            new Class<?>[] {TaskUmbilicalProtocol.class},
            this);
  }

  /** The task's counters, as of its last word. */
  @Nullable Counters counters() {
    return counters;
  }

  /** Whether the attempt may have committed: then none may follow it in the same Spark task. */
  boolean isCommitGranted() {
    return commitGranted;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "statusUpdate" -> statusUpdate(arguments == null ? null : (TaskStatus) arguments[1]);
      case "canCommit" -> canCommit();
      case "getProtocolVersion" -> TaskUmbilicalProtocol.versionID;
      case "toString" -> "umbilical of Spark task " + spark.taskAttemptId();
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && arguments[0] == proxy;
      default -> null;
    };
  }

  private AMFeedback statusUpdate(@Nullable TaskStatus status) {
    if (status != null) {
      counters = status.getCounters();
    }
    AMFeedback feedback = new AMFeedback();
    feedback.setTaskFound(true);
    return feedback;
  }

  private boolean canCommit() {
    boolean granted =
        SparkEnv.get()
            .outputCommitCoordinator()
            .canCommit(
                spark.stageId(),
                spark.stageAttemptNumber(),
                spark.partitionId(),
                spark.attemptNumber());
    if (!granted) {
      throw new CommitDenied();
    }
    commitGranted = true;
    return true;
  }

  /** Another attempt of the task commits. Unchecked, because Hadoop's Task asks again otherwise. */
  static final class CommitDenied extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommitDenied() {
      super("another attempt of the task has the right to commit");
    }
  }
}
