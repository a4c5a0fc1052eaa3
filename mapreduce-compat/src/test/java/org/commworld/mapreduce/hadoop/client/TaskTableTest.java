package org.commworld.mapreduce.hadoop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.mapred.Counters;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobCounter;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskCompletionEvent;
import org.apache.hadoop.mapreduce.TaskType;
import org.commworld.mapreduce.hadoop.task.AttemptResult;
import org.commworld.mapreduce.hadoop.task.DriverLink;
import org.commworld.mapreduce.hadoop.task.DriverLink.Kind;
import org.commworld.mapreduce.hadoop.task.DriverLink.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskTableTest {
  private final TaskTable table = table(3);

  private static TaskTable table(int attempts) {
    JobConf conf = new JobConf(false);
    conf.setMaxMapAttempts(attempts);
    return new TaskTable(new JobID("1", 1), conf, List.of(List.of("a"), List.of("b")), 1);
  }

  private static Message message(Kind kind, int partition, int attempt, long spark, boolean last) {
    return new Message(kind, "job_1_0001", true, partition, attempt, spark, last, 0.5f, "a");
  }

  private static AttemptResult result(int partition, int attempt, int counted) {
    Counters counters = new Counters();
    counters.incrCounter("g", "c", counted);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      counters.write(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new AttemptResult(true, partition, attempt, bytes.toByteArray());
  }

  private int begin(int partition, long spark) {
    return table.begin(message(Kind.BEGIN, partition, 0, spark, false));
  }

  @Test
  void attemptsAreNumberedTaskByTask() {
    assertThat(begin(0, 1)).isZero();
    assertThat(begin(0, 2)).isEqualTo(1);
    assertThat(begin(1, 3)).isZero();
  }

  @Test
  void lastFailureAllowedEndsTheJob() {
    for (int i = 0; i < 2; i++) {
      begin(0, i);
      assertThat(table.failed(message(Kind.FAILED, 0, i, i, true))).isTrue();
      assertThat(table.failure()).isEmpty();
    }
    begin(0, 3);

    assertThat(table.failed(message(Kind.FAILED, 0, 2, 3, true))).isFalse();

    assertThat(table.failure()).startsWith("Task failed task_1_0001_m_000000\n");
    assertThat(begin(1, 4)).isEqualTo(DriverLink.NO_ATTEMPT);
  }

  @Test
  void sparkTriesAgainWhereItCan() {
    begin(0, 1);

    assertThat(table.failed(message(Kind.FAILED, 0, 0, 1, false))).isFalse();
    assertThat(table.failure()).isEmpty();
  }

  @Test
  void lostExecutorKillsWhatItRan() {
    begin(0, 1);

    table.sparkTaskEnded(1, "ExecutorLostFailure");
    table.sparkTaskEnded(1, "again");

    assertThat(table.events(0, 10)).hasSize(1);
    assertThat(table.events(0, 10)[0].getStatus()).isEqualTo(TaskCompletionEvent.Status.KILLED);
    assertThat(table.events(1, 10)).isEmpty();
  }

  @Test
  void taskMadeTwiceCountsOnce() {
    begin(0, 1);
    table.succeeded(result(0, 0, 7));
    begin(0, 2);
    table.succeeded(result(0, 1, 7));

    assertThat(table.counters().getGroup("g").getCounter("c")).isEqualTo(7);
    assertThat(table.counters().getCounter(JobCounter.TOTAL_LAUNCHED_MAPS)).isEqualTo(2);
    assertThat(table.events(0, 10)[0].getStatus()).isEqualTo(TaskCompletionEvent.Status.OBSOLETE);
    assertThat(table.events(0, 10)[1].getStatus()).isEqualTo(TaskCompletionEvent.Status.SUCCEEDED);
  }

  @Test
  void progressIsTheMeanOfTasks() {
    begin(0, 1);
    table.progress(message(Kind.PROGRESS, 0, 0, 1, false));
    assertThat(table.progress(true)).isEqualTo(0.25f);
    table.succeeded(result(0, 0, 1));
    assertThat(table.progress(true)).isEqualTo(0.5f);
    assertThat(table.running(true)).isZero();
    assertThat(table.reports(TaskType.MAP)).hasSize(2);
    assertThat(table.reports(TaskType.JOB_SETUP)).isEmpty();
  }

  @Test
  void locationsAreCounted() {
    begin(0, 1); // on host a, where its split is
    begin(1, 2); // on host a, its split on b

    assertThat(table.counters().getCounter(JobCounter.DATA_LOCAL_MAPS)).isEqualTo(1);
    assertThat(table.counters().getCounter(JobCounter.OTHER_LOCAL_MAPS)).isEqualTo(1);
  }
}
