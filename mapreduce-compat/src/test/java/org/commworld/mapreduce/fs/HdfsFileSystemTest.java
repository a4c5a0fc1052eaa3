package org.commworld.mapreduce.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HdfsFileSystemTest {
  @TempDir private java.nio.file.Path directory;
  private Configuration conf;
  private FileSystem hdfs;

  @BeforeEach
  void open() throws IOException {
    conf = new Configuration();
    conf.addResource("org/commworld/mapreduce/fs/hdfs.xml");
    conf.set("commworld.hdfs.dir", directory.resolve("root").toString());
    hdfs = FileSystem.newInstance(URI.create("hdfs:///"), conf);
  }

  private void write(String path, String content) throws IOException {
    try (OutputStream out = hdfs.create(new Path(path))) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void filesAreInTheDirectoryAndHaveNoChecksumFiles() throws IOException {
    write("hdfs:///user/someone/file", "content");

    assertThat(directory.resolve("root/user/someone/file")).hasContent("content");
    try (var files = Files.list(directory.resolve("root/user/someone"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void statusNamesThePathInHdfs() throws IOException {
    write("/dir/file", "four");

    FileStatus file = hdfs.getFileStatus(new Path("/dir/file"));
    FileStatus dir = hdfs.getFileStatus(new Path("hdfs:///dir"));

    assertThat(file.getPath()).isEqualTo(new Path("hdfs:///dir/file"));
    assertThat(file.getLen()).isEqualTo(4);
    assertThat(file.getOwner()).isEqualTo(System.getProperty("user.name"));
    assertThat(dir.isDirectory()).isTrue();
    assertThat(dir.getLen()).isZero();
  }

  @Test
  void listingsAndPatternsAreSorted() throws IOException {
    for (String name : new String[] {"c", "a", ".hidden", "b"}) {
      write("/dir/" + name, name);
    }

    assertThat(hdfs.listStatus(new Path("/dir")))
        .extracting(s -> s.getPath().getName())
        .containsExactly(".hidden", "a", "b", "c");
    assertThat(Arrays.stream(hdfs.globStatus(new Path("hdfs:///d*/[ab]"))).map(FileStatus::getPath))
        .containsExactly(new Path("hdfs:///dir/a"), new Path("hdfs:///dir/b"));
  }

  @Test
  void relativePathsAreInTheHomeDirectory() throws IOException {
    write("relative", "x");

    assertThat(directory.resolve("root/user/" + System.getProperty("user.name") + "/relative"))
        .exists();
    assertThat(hdfs.getHomeDirectory())
        .isEqualTo(new Path("hdfs:///user/" + System.getProperty("user.name")));
  }

  @Test
  void noPathLeadsOut() {
    assertThatThrownBy(() -> hdfs.getFileStatus(new Path("hdfs:///../secret")))
        .isInstanceOf(InvalidPathException.class)
        .hasMessageContaining("/../secret");
  }

  @Test
  void whatIsMissingOrBelowAFileIsNotFound() throws IOException {
    write("/file", "x");

    assertThatThrownBy(() -> hdfs.getFileStatus(new Path("/none")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("hdfs:/none");
    assertThatThrownBy(() -> hdfs.getFileStatus(new Path("/file/child")))
        .isInstanceOf(FileNotFoundException.class);
    assertThat(hdfs.exists(new Path("/file/child"))).isFalse();
  }

  @Test
  void renameNeverReplacesAFileAndMovesIntoDirectories() throws IOException {
    write("/a", "a");
    write("/b", "b");
    hdfs.mkdirs(new Path("/dir"));

    assertThat(hdfs.rename(new Path("/a"), new Path("/b"))).isFalse();
    assertThat(hdfs.rename(new Path("/a"), new Path("/dir"))).isTrue();
    assertThat(directory.resolve("root/b")).hasContent("b");
    assertThat(directory.resolve("root/dir/a")).hasContent("a");
  }

  @Test
  void rootStays() throws IOException {
    write("/a", "a");

    assertThat(hdfs.delete(new Path("/"), true)).isFalse();
    assertThat(directory.resolve("root/a")).exists();
  }

  @Test
  void permissionsAreKeptWithTheStickyBit() throws IOException {
    Path dir = new Path("/shared");
    hdfs.mkdirs(dir);

    hdfs.setPermission(dir, new FsPermission((short) 01770));

    assertThat(hdfs.getFileStatus(dir).getPermission().toString()).isEqualTo("rwxrwx--T");
  }

  @Test
  void fileContextSeesTheSameFiles() throws IOException {
    FileContext context = FileContext.getFileContext(URI.create("hdfs:///"), conf);
    try (OutputStream out =
        context.create(
            new Path("/via/context"), EnumSet.of(CreateFlag.CREATE), CreateOpts.createParent())) {
      out.write('x');
    }

    assertThat(hdfs.getFileStatus(new Path("/via/context")).getLen()).isEqualTo(1);
  }

  @Test
  void authorityMeansThatNamenode() throws IOException {
    Configuration client = new Configuration(conf);
    client.setInt("ipc.client.connect.max.retries", 0);
    client.setInt("ipc.client.connect.max.retries.on.timeouts", 0);

    try (FileSystem other = FileSystem.newInstance(URI.create("hdfs://localhost:1/"), client)) {
      assertThat(other.getUri()).isEqualTo(URI.create("hdfs://localhost:1"));
      assertThatThrownBy(() -> other.exists(new Path("/"))).hasMessageContaining("localhost:1");
    }
  }
}
