package org.commworld.spark;

import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.commworld.spark.control.RemoteThrowable;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Hands what Spark tells of stages and executors to the attempts that it concerns. */
final class StageEvents extends SparkListener {
  /** The local property by which a Spark job is known as an attempt of ours. */
  static final String ATTEMPT_PROPERTY = "commworld.attempt";

  private final ConcurrentHashMap<String, JobAttempt> attempts = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, JobAttempt> byStage = new ConcurrentHashMap<>();

  void add(JobAttempt attempt) {
    attempts.put(attempt.id(), attempt);
  }

  void remove(JobAttempt attempt) {
    attempts.remove(attempt.id());
    byStage.values().removeIf(attempt::equals);
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    Properties properties = job.properties();
    String id = properties == null ? null : properties.getProperty(ATTEMPT_PROPERTY);
    JobAttempt attempt = id == null ? null : attempts.get(id);
    if (attempt != null) {
      // Stages get their numbers after those that they depend on: the last one is the barrier's.
      int last =
          CollectionConverters.asJava(job.stageIds()).stream()
              .mapToInt(stage -> (Integer) stage)
              .max()
              .orElseThrow();
      byStage.put(last, attempt);
      attempt.jobStarted();
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    JobAttempt attempt = attemptOf(stage.stageInfo().stageId());
    if (attempt != null) {
      attempt.stageSubmitted();
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart task) {
    JobAttempt attempt = attemptOf(task.stageId());
    if (attempt != null) {
      TaskInfo info = task.taskInfo();
      attempt.taskStarted(info.index(), info.host(), info.executorId());
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    JobAttempt attempt = attemptOf(task.stageId());
    if (attempt != null) {
      attempt.taskEnded(task.taskInfo().index(), task.taskInfo().successful());
    }
    if (attempt != null && task.reason() instanceof ExceptionFailure failure) {
      Option<Throwable> thrown = failure.exception();
      attempt.taskFailed(
          task.taskInfo().index(),
          task.taskInfo().host(),
          thrown.isDefined() ? thrown.get() : new RemoteThrowable(failure.toErrorString()));
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
    attempts
        .values()
        .forEach(attempt -> attempt.executorRemoved(executor.executorId(), executor.reason()));
  }

  private @Nullable JobAttempt attemptOf(int stage) {
    return byStage.get(stage);
  }
}
