package org.commworld.mapreduce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commworld.mapreduce.cli.HadoopProcess.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hadoop's streaming jar, with command lines of the shape that mrjob makes. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StreamingIT {
  private static final String FILES = "hdfs:///user/someone/tmp/mrjob/job.1/files/wd/";

  @TempDir private Path directory;
  private HadoopProcess hadoop;

  @BeforeEach
  void here() {
    hadoop = HadoopProcess.in(directory);
  }

  private Path write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  /** Puts a file where mrjob does. */
  private String upload(String name, String content) throws IOException {
    write("hdfs/" + FILES.substring("hdfs:///".length()) + name, content);
    return FILES + name + "#" + name;
  }

  private Result stream(String... arguments) throws Exception {
    List<Object> words = new ArrayList<>(List.of("jar"));
    words.add(HadoopProcess.ROOT.resolve("share/hadoop/tools/lib/hadoop-streaming-3.4.2.jar"));
    words.addAll(List.of(arguments));
    return hadoop.run(words.toArray());
  }

  private String output(String name) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> parts = Files.list(directory.resolve(name))) {
      for (Path part :
          parts.filter(p -> p.getFileName().toString().startsWith("part-")).sorted().toList()) {
        all.append(Files.readString(part));
      }
    }
    return all.toString();
  }

  @Test
  void uploadedScriptsMapCombineAndReduce() throws Exception {
    write("hdfs/in/1", "the quick the\n");
    write("hdfs/in/2", "lazy the\n");
    String wrapper = upload("setup-wrapper.sh", "test -e job.sh\nexport SET=up\n\"$@\"\n");
    String job =
        upload(
            "job.sh",
            """
            [ "$SET$GIVEN" = "upby_cmdenv" ] || exit 3
            case $2 in
              --mapper)
                echo reporter:status:mapping >&2
                tr ' ' '\\n' | while read word; do
                  echo "reporter:counter:words,seen,1" >&2
                  printf '%s\\t1\\n' "$word"
                done ;;
              --combiner)
                echo "reporter:counter:words,combiners,1" >&2
                exec awk -F '\\t' '{ n[$1] += $2 } END { for (w in n) print w "\\t" n[w] }' ;;
              --reducer)
                exec awk -F '\\t' '{ n[$1] += $2 } END { for (w in n) print w "\\t" n[w] }' | sort ;;
            esac
            """);
    String command = "/bin/sh -ex setup-wrapper.sh sh job.sh --step-num=0 --";

    Result result =
        stream(
            "-files", job + "," + wrapper,
            "-D", "mapreduce.job.name=job",
            "-cmdenv", "GIVEN=by_cmdenv",
            "-input", "hdfs:///in/1",
            "-input", "hdfs:///in/2",
            "-output", "hdfs:///user/someone/out",
            "-mapper", command + "mapper",
            "-combiner", command + "combiner",
            "-reducer", command + "reducer");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(output("hdfs/user/someone/out")).isEqualTo("lazy\t1\nquick\t1\nthe\t3\n");
    assertThat(directory.resolve("hdfs/user/someone/out/_SUCCESS")).exists();
    assertThat(result.errLines())
        .contains("\twords", "\t\tseen=5", "\t\tMap input records=2")
        .anyMatch(line -> line.matches("\t\tcombiners=[23]"));
    assertThat(result.err())
        .containsPattern("streaming.StreamJob: Output directory: hdfs:///user/someone/out\\n")
        .as("what commands write to standard error")
        .contains("+ test -e job.sh");
    assertThat(directory.resolve("job.sh")).doesNotExist();
  }

  @Test
  void eachTaskHasADirectoryOfItsOwn() throws Exception {
    for (int i = 0; i < 4; i++) {
      write("in/" + i, "line " + i + "\n");
    }
    String script =
        upload(
            "own.sh",
            """
            [ ! -e state ] || exit 5
            [ -e job.jar ] || exit 6
            tee state | sed "s,\\$, $(basename "$mapreduce_map_input_file") $mapreduce_task_partition,"
            pwd -P >&2
            grep -q line state && [ "$(wc -l <state)" -eq 1 ]
            """);

    Result result =
        stream(
            "-files", script,
            "-D", "mapreduce.job.reduces=0",
            "-input", "in",
            "-output", "out",
            "-mapper", "sh own.sh");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(output("out").lines())
        .hasSize(4)
        .allMatch(line -> line.matches("line (\\d) \\1 [0-3]\\t?"));
    assertThat(directory.resolve("state")).doesNotExist();
    assertThat(directory.resolve("own.sh")).doesNotExist();
  }

  @Test
  void archivesAreUnpackedUnderTheirNames() throws Exception {
    write("packed/inner/data", "from the archive");
    Path archive = directory.resolve("packed.tar.gz");
    int tar =
        new ProcessBuilder("tar", "-czf", archive.toString(), "-C", directory + "/packed", "inner")
            .start()
            .waitFor();
    assumeThat(tar).isZero();
    write("in", "x\n");

    Result result =
        stream(
            "-archives", archive + "#unpacked",
            "-D", "mapreduce.job.reduces=0",
            "-input", "in",
            "-output", "out",
            "-mapper", "cat unpacked/inner/data");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(output("out")).startsWith("from the archive");
  }

  @Test
  void valuesComeSortedWithinTheirKey() throws Exception {
    write("in", "b\t2\na\t3\nb\t1\na\t1\nc\t0\n");

    Result result =
        stream(
            "-D", "mapreduce.job.reduces=2",
            "-D", "mapreduce.partition.keypartitioner.options=-k1,1",
            "-D", "stream.num.map.output.key.fields=2",
            "-partitioner", "org.apache.hadoop.mapred.lib.KeyFieldBasedPartitioner",
            "-input", "in",
            "-output", "out",
            "-mapper", "cat",
            "-reducer", "cat");

    assertThat(result.status()).as(result.err()).isZero();
    List<String> lines = output("out").lines().map(String::strip).toList();
    assertThat(lines).hasSize(5);
    assertThat(lines).containsSubsequence("a\t1", "a\t3").containsSubsequence("b\t1", "b\t2");
  }

  @Test
  void manifestLinesGoToOneTaskEachWhichMayCallHadoop() throws Exception {
    write("hdfs/data/one", "1\n");
    write("hdfs/data/two", "2\n");
    write("manifest", "hdfs:///data/one\nhdfs:///data/two\n");
    String script =
        upload(
            "raw.sh",
            """
            while read -r offset uri; do
              "$1" fs -copyToLocal "$uri" . && echo "${uri##*/} is $(cat "${uri##*/}")"
            done
            """);

    Result result =
        stream(
            "-files", script,
            "-D", "mapreduce.job.reduces=0",
            "-inputformat", "org.apache.hadoop.mapred.lib.NLineInputFormat",
            "-input", "manifest",
            "-output", "out",
            "-mapper", "sh raw.sh " + HadoopProcess.COMMAND);

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(output("out").lines().map(String::strip))
        .containsExactlyInAnyOrder("one is 1", "two is 2");
    assertThat(directory.resolve("out/part-00001")).exists();
  }

  @Test
  void linesWithoutAValueEndInATab() throws Exception {
    write("in", "fox\n");

    Result result = stream("-input", "in", "-output", "out", "-mapper", "cat", "-reducer", "cat");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(output("out")).isEqualTo("fox\t\n");
  }

  @Test
  void childThatFailsFailsTheJobWithHadoopsMessages() throws Exception {
    write("in", "x\n");

    Result result =
        stream(
            "-D", "mapreduce.map.maxattempts=2",
            "-input", "in",
            "-output", "out",
            "-mapper", "sh -c 'cat >/dev/null; exit 7'");

    assertThat(result.status()).isNotZero();
    assertThat(result.err())
        .containsPattern("mapreduce.Job: Task Id : attempt_\\d+_\\d{4}_m_000000_0, Status : FAILED")
        .contains("subprocess failed with code 7")
        .containsPattern("Job job_\\d+_\\d{4} failed with state FAILED")
        .contains("Streaming Command Failed!");
    assertThat(directory.resolve("out/_SUCCESS")).doesNotExist();
  }

  @Test
  void runsUnderATerminalAsMrjobStartsIt() throws Exception {
    write("in", "x\n");
    Path python = Path.of("/usr/bin/env");
    assumeThat(new ProcessBuilder("sh", "-c", "command -v python3").start().waitFor())
        .as("python3 is there, to make a terminal as mrjob does")
        .isZero();
    write(
        "terminal.py",
        """
        import os, pty, sys
        pid, terminal = pty.fork()
        if pid == 0:
            os.execvp(sys.argv[1], sys.argv[1:])
        output = b''
        while True:
            try:
                chunk = os.read(terminal, 4096)
            except OSError:
                break
            if not chunk:
                break
            output += chunk
        sys.stdout.buffer.write(output)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """);
    ProcessBuilder builder =
        hadoop.builder(
            "jar",
            HadoopProcess.ROOT.resolve("share/hadoop/tools/lib/hadoop-streaming-3.4.2.jar"),
            "-input",
            "in",
            "-output",
            "out",
            "-mapper",
            "cat");
    builder.command().addAll(0, List.of(python.toString(), "python3", "terminal.py"));

    Process process = builder.redirectErrorStream(true).start();
    String seen = HadoopProcess.text(process.getInputStream()).get();

    assertThat(process.waitFor()).as(seen).isZero();
    assertThat(seen)
        .contains("Running job: job_", "\r\n\tMap-Reduce Framework\r\n")
        .contains("StreamJob: Output directory: out");
  }
}
