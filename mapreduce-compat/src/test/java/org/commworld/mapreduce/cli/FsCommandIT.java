package org.commworld.mapreduce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.util.ToolRunner;
import org.commworld.mapreduce.cli.HadoopProcess.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code hadoop fs} answers by itself is what Hadoop's FsShell answers: each case runs once
 * where no JVM can start and once in FsShell, and output, status and files must agree.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FsCommandIT {
  private static final String TIMES = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-ls DIR",
        "-ls DIR/",
        "-ls DIR/sub",
        "-ls DIR/b.txt",
        "-ls DIR/none",
        "-ls DIR/empty",
        "-ls -R DIR",
        "-ls -R DIR/b.txt",
        "-ls -R DIR/none",
        "-cat DIR/b.txt",
        "-cat DIR/b.txt DIR/none DIR/sub DIR/sub/c",
        "-mkdir DIR/new",
        "-mkdir DIR/sub",
        "-mkdir -p DIR/new/and/newer DIR/sub",
        "-rm DIR/b.txt",
        "-rm DIR/sub",
        "-rm DIR/none",
        "-rm -f DIR/none",
        "-rm -r -f -skipTrash DIR/sub DIR/none DIR/b.txt",
        "-rm -R -f -skipTrash DIR/sub/",
        "-put LOCAL/a DIR/copied",
        "-put LOCAL/a DIR/sub",
        "-put LOCAL/a LOCAL/run.sh DIR/sub",
        "-put -f LOCAL/a DIR/b.txt",
        "-copyFromLocal LOCAL/run.sh DIR/run.sh",
        "-get DIR/b.txt LOCAL/got",
        "-copyToLocal DIR/sub/c LOCAL",
        "-test -e DIR/b.txt",
        "-test -e DIR/none",
        "-test -d DIR/b.txt",
        "-test -d DIR/sub",
        "-test -f DIR/sub",
        "-test -z DIR/zero",
        "-test -z DIR/b.txt",
        "-test -s DIR/zero",
        "-touchz DIR/new",
        "-touchz DIR/zero",
        "-mv DIR/b.txt DIR/moved",
        "-mv DIR/b.txt DIR/sub",
        "-mv DIR/sub DIR/empty",
      })
  void answersAsFsShellDoes(String command, @TempDir Path directory) throws Exception {
    for (String scheme : new String[] {"hdfs://", "file://", ""}) {
      Side own = new Side(directory.resolve(scheme.replace("://", "") + "-own"), scheme);
      Side hadoop = new Side(directory.resolve(scheme.replace("://", "") + "-hadoop"), scheme);
      String[] words = own.words(command);

      Result ours = HadoopProcess.in(own.directory).withoutJava().run((Object[]) words);
      Result theirs = hadoop.fsShell(hadoop.words(command));

      assertThat(own.plain(ours.out())).isEqualTo(hadoop.plain(theirs.out()));
      assertThat(own.plain(ours.err())).isEqualTo(hadoop.plain(theirs.err()));
      assertThat(ours.status()).isEqualTo(theirs.status());
      assertThat(own.files()).isEqualTo(hadoop.files());
    }
  }

  @Test
  void copiesIntoTheCurrentDirectory(@TempDir Path directory) throws Exception {
    Side side = new Side(directory, "hdfs://");

    Result result =
        HadoopProcess.in(directory)
            .withoutJava()
            .run("fs", "-copyToLocal", "hdfs:///data/b.txt", ".");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(directory.resolve("b.txt")).hasContent("b content");
    assertThat(side.files()).containsKey("/data/b.txt");
  }

  @Test
  void staleChecksumsGoWithTheFileThatTheyWereOf(@TempDir Path directory) throws Exception {
    Path checksum = Files.writeString(directory.resolve(".kept.crc"), "wrong");
    Files.writeString(directory.resolve("kept"), "old");
    Files.writeString(directory.resolve("new"), "new");

    HadoopProcess.in(directory).withoutJava().run("fs", "-put", "-f", "new", "kept");

    assertThat(checksum).doesNotExist();
    assertThat(directory.resolve("kept")).hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs:///../x", "hdfs://host/x", "s3a://bucket/x", "a//b", "x*", "-p"})
  void leavesToFsShellWhatOnlyHadoopCanTell(String path, @TempDir Path directory) throws Exception {
    Result result = HadoopProcess.in(directory).withoutJava().run("fs", "-rm", "-r", path);

    assertThat(result.err()).contains("no Java in JAVA_HOME=/nonexistent");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void configurationOfASiteLeavesEverythingToFsShell(@TempDir Path directory) throws Exception {
    Result result =
        HadoopProcess.in(directory)
            .withoutJava()
            .with("HADOOP_CONF_DIR", directory.toString())
            .run("fs", "-ls", "/");

    assertThat(result.err()).contains("no Java");
  }

  @Test
  void rootIsNotRemoved(@TempDir Path directory) throws Exception {
    new Side(directory, "hdfs://");

    Result result = HadoopProcess.in(directory).run("fs", "-rm", "-r", "-f", "hdfs:///");

    assertThat(result.status()).isEqualTo(1);
    assertThat(directory.resolve("hdfs/data/b.txt")).exists();
  }

  /** What scripts use beyond that, of which mrjob uses -du. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "-cat hdfs:///data/sub/c*; c content",
        "-du -s hdfs:///data/sub; 1243  1243  hdfs:///data/sub\\n",
        "-text hdfs:///data/a; a",
        "-getmerge hdfs:///data/sub local/merged; ''",
      })
  void fsShellAnswersTheRestWithNothingElseOnStandardError(
      String command, String answer, @TempDir Path directory) throws Exception {
    new Side(directory, "hdfs://");

    Result result = HadoopProcess.in(directory).run((Object[]) ("fs " + command).split(" "));

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(answer.replace("\\n", "\n"));
    assertThat(result.status()).isZero();
    if (command.startsWith("-getmerge")) {
      assertThat(directory.resolve("local/merged")).hasContent("c content");
    }
  }

  /** The same files for each of two ways to run a command. */
  private static final class Side {
    final Path directory;
    private final String scheme;
    private final Path root;

    Side(Path directory, String scheme) throws IOException {
      this.directory = directory;
      this.scheme = scheme;
      root = directory.resolve("hdfs");
      Path data = root.resolve("data");
      Files.createDirectories(data.resolve("sub/deep/er"));
      Files.createDirectories(data.resolve("empty"));
      Files.writeString(data.resolve("b.txt"), "b content");
      Files.writeString(data.resolve("a"), "a");
      Files.writeString(data.resolve("zero"), "");
      Files.writeString(data.resolve("sub/c"), "c content");
      Files.writeString(data.resolve("sub/deep/d with spaces"), "x".repeat(1234));
      Files.setPosixFilePermissions(
          data.resolve("sub"), PosixFilePermissions.fromString("rwxr-x---"));
      Files.createDirectories(directory.resolve("local"));
      Files.writeString(directory.resolve("local/a"), "local a");
      Path script = Files.writeString(directory.resolve("local/run.sh"), "#!/bin/sh");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    String[] words(String command) {
      String data = scheme.startsWith("hdfs") ? scheme + "/data" : scheme + root + "/data";
      String plain = "fs " + command;
      return plain
          .replace("DIR", data)
          .replace("LOCAL", directory.resolve("local").toString())
          .split(" ");
    }

    Result fsShell(String[] words) throws Exception {
      Configuration conf = new Configuration();
      conf.addResource("org/commworld/mapreduce/fs/local.xml");
      conf.addResource("org/commworld/mapreduce/fs/hdfs.xml");
      conf.set("commworld.hdfs.dir", root.toString());
      conf.setBoolean("fs.hdfs.impl.disable.cache", true);
      // Other tests of this JVM have taken another one for file:.
      conf.setBoolean("fs.file.impl.disable.cache", true);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      PrintStream systemOut = System.out;
      PrintStream systemErr = System.err;
      int status;
      FsShell shell = new FsShell(conf);
      try {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        status = ToolRunner.run(shell, Arrays.copyOfRange(words, 1, words.length));
      } finally {
        System.setOut(systemOut);
        System.setErr(systemErr);
      }
      return new Result(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Output without what differs between two directories. */
    String plain(String output) {
      return output.replace(directory.toString(), "HERE").replaceAll(TIMES, "TIME");
    }

    /** Contents and permissions by name. */
    Map<String, String> files() throws IOException {
      Map<String, String> all = new TreeMap<>();
      try (Stream<Path> paths = Files.walk(directory)) {
        for (Path path : paths.filter(p -> !p.toString().endsWith(".crc")).toList()) {
          String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
          all.put(
              path.toString().substring(directory.toString().length()).replaceFirst("^/hdfs", ""),
              Files.isDirectory(path) ? mode : mode + " " + Files.readString(path));
        }
      }
      return all;
    }
  }
}
