package org.commworld.mapreduce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.mapreduce.Counters;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.JobPriority;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskReport;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.protocol.ClientProtocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UserJobsTest {
  @TempDir private Path temporary;
  private Path directory;
  private JobSockets sockets;
  private ClientProtocol all;
  private final List<JobID> killed = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    directory = temporary.resolve("run");
    sockets = new JobSockets(directory);
    all = UserJobs.client(sockets);
  }

  /** A framework that runs one job. */
  private ClientProtocol running(JobID id) {
    JobStatus status =
        new JobStatus(
            id, 0, 0.5f, 0, 0, JobStatus.State.RUNNING, JobPriority.NORMAL, "me", "job", "f", "u") {
          // A framework's own class.
        };
    return (ClientProtocol)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClientProtocol.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getAllJobs" -> new JobStatus[] {status};
                  case "getJobStatus" -> id.equals(arguments[0]) ? status : null;
                  case "getJobCounters" -> counters(7);
                  case "getTaskReports" -> new TaskReport[arguments[1] == TaskType.MAP ? 0 : 1];
                  case "killJob" -> {
                    killed.add((JobID) arguments[0]);
                    yield null;
                  }
                  default -> throw new IOException("refused: " + method.getName());
                });
  }

  private static Counters counters(long value) {
    Counters counters = new Counters();
    counters.findCounter("group", "name").setValue(value);
    return counters;
  }

  @Test
  void jobsOfAllProcessesAreListed() throws Exception {
    JobID one = new JobID("1", 1);
    JobID two = new JobID("2", 1);
    try (JobServer first = JobServer.start(sockets, () -> running(one));
        JobServer second = JobServer.start(sockets, () -> running(two))) {
      assertThat(first).isNotSameAs(second);
      assertThat(all.getAllJobs())
          .extracting(JobStatus::getJobID)
          .containsExactlyInAnyOrder(one, two);
    }
  }

  @Test
  void callsAboutAJobGoToItsProcess() throws Exception {
    JobID one = new JobID("1", 1);
    JobID two = new JobID("2", 1);
    try (JobServer first = JobServer.start(sockets, () -> running(one));
        JobServer second = JobServer.start(sockets, () -> running(two))) {
      assertThat(first).isNotSameAs(second);
      all.killJob(two);

      assertThat(killed).containsExactly(two);
      assertThat(all.getJobCounters(one).findCounter("group", "name").getValue()).isEqualTo(7);
      assertThat(all.getTaskReports(one, TaskType.MAP)).isEmpty();
      assertThat(all.getJobStatus(new JobID("3", 1))).isNull();
    }
  }

  @Test
  void withoutAnyProcessThereIsNoJob() throws Exception {
    assertThat(all.getAllJobs()).isEmpty();
    assertThat(all.getJobStatus(new JobID("1", 1))).isNull();
    assertThat(all.getClusterMetrics().getTaskTrackerCount()).isZero();
  }

  @Test
  void failureOfTheOtherProcessIsTold() throws Exception {
    try (JobServer server = JobServer.start(sockets, () -> running(new JobID("1", 1)))) {
      assertThat(server).isNotNull();
      assertThatThrownBy(() -> all.getQueues())
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("refused: getQueues");
    }
  }

  @Test
  void socketOfAKilledProcessIsRemoved() throws Exception {
    JobServer.start(sockets, () -> running(new JobID("1", 1))).close();
    Path stale = directory.resolve("123-left.jobs");
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(stale));
    }
    assertThat(stale).exists();

    assertThat(all.getAllJobs()).isEmpty();

    assertThat(stale).doesNotExist();
  }

  @Test
  void closedServerLeavesNothing() throws Exception {
    JobServer.start(sockets, () -> running(new JobID("1", 1))).close();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void directoryThatOthersMayEnterIsRefused() throws Exception {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThatThrownBy(() -> JobServer.start(sockets, () -> running(new JobID("1", 1))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("permissions=rwxr-xr-x");
    assertThatThrownBy(() -> all.getAllJobs()).hasMessageContaining(directory.toString());
  }
}
