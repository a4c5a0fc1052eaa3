package org.commworld.mapreduce.hadoop.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.mapred.JobConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TaskStreamsTest {
  private static final String KEY = "stream.map.streamprocessor";

  @TempDir private Path directory;

  @Test
  void commandRunsInItsDirectoryWithTheLinks() throws IOException {
    Path script = Files.writeString(directory.resolve("script"), "s");
    JobConf conf = new JobConf(false);
    conf.set(KEY, URLEncoder.encode("run.sh -x 'a b'", StandardCharsets.UTF_8));
    Path work = directory.resolve("work");

    TaskStreams.inDirectory(conf, List.of(new JobFiles.Link("run.sh", script)), work.toFile());

    assertThat(URLDecoder.decode(conf.get(KEY), StandardCharsets.UTF_8))
        .isEqualTo("/usr/bin/env -C " + work + " " + work.resolve("run.sh") + " -x 'a b'");
    assertThat(work.resolve("run.sh")).hasContent("s");
  }

  @Test
  void programOfThePathStaysAsItIs() {
    assertThat(TaskStreams.within(directory, "cat -n"))
        .isEqualTo("/usr/bin/env -C " + directory + " cat -n");
  }

  @Test
  void otherJobsGetNoDirectory() throws IOException {
    TaskStreams.inDirectory(new JobConf(false), List.of(), directory.resolve("w").toFile());

    assertThat(directory.resolve("w")).doesNotExist();
  }

  @Test
  void linkDoesNotLeaveTheDirectory() throws IOException {
    JobConf conf = new JobConf(false);
    conf.set(KEY, "cat");

    TaskStreams.inDirectory(
        conf,
        List.of(new JobFiles.Link("../outside", directory)),
        directory.resolve("work").toFile());

    assertThat(directory.resolve("outside")).doesNotExist();
  }
}
