package org.commworld.mapreduce.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.CounterGroup;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.util.GenericOptionsParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Job jars, library jars, the distributed cache, credentials and file systems. */
@Timeout(120)
class FilesIT {
  @TempDir private Path directory;
  private Jobs jobs;
  private Path input;

  @BeforeEach
  void prepare() {
    jobs = new Jobs(directory);
    input = jobs.input("line", "one");
  }

  private static String ran(Job job) throws Exception {
    job.waitForCompletion(false);
    return job.getStatus().getState() + job.getStatus().getFailureInfo();
  }

  private Job lone(Configuration conf, Class<? extends Mapper<?, ?, ?, ?>> mapper) {
    Job job = jobs.job(conf, input);
    job.setMapperClass(mapper);
    job.setNumReduceTasks(0);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(Text.class);
    return job;
  }

  /**
   * A jar of one source file, as a user's build would make it; that file and what lay beside it.
   */
  private Path jar(String name, String className, String source, String... others)
      throws IOException {
    Path sources = Files.createDirectories(directory.resolve(name + "-src"));
    for (int i = 0; i < others.length; i += 2) {
      Path other = sources.resolve(others[i]);
      Files.createDirectories(other.getParent());
      Files.writeString(other, others[i + 1]);
    }
    Path file = Files.writeString(sources.resolve(className + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-sourcepath",
            sources.toString(),
            "-Xprefer:source",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-d",
            sources.toString(),
            file.toString());
    assertThat(status).isZero();
    Path jar = directory.resolve(name + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path made : files.filter(Files::isRegularFile).sorted().toList()) {
          out.putNextEntry(new JarEntry(sources.relativize(made).toString()));
          out.write(Files.readAllBytes(made));
        }
      }
    }
    return jar;
  }

  private static String speaker(String word) {
    return """
        public class Speaker extends org.apache.hadoop.mapreduce.Mapper<Object,
            org.apache.hadoop.io.Text, org.apache.hadoop.io.Text, org.apache.hadoop.io.Text> {
          private static int tasks;
          @Override protected void map(Object key, org.apache.hadoop.io.Text line, Context context)
              throws java.io.IOException, InterruptedException {
            context.write(new org.apache.hadoop.io.Text("%s"),
                new org.apache.hadoop.io.Text("" + ++tasks));
          }
        }
        """
        .formatted(word);
  }

  private Job jarJob(Path jar) {
    Configuration conf = jobs.conf();
    conf.set("mapreduce.job.map.class", "Speaker");
    Job job = jobs.job(conf, input);
    job.setJar(jar.toString());
    job.setNumReduceTasks(0);
    job.setOutputKeyClass(Text.class);
    job.setOutputValueClass(Text.class);
    return job;
  }

  @Test
  void jobsAtOnceEachHaveTheirOwnClassOfOneName() throws Exception {
    Job first = jarJob(jar("first", "Speaker", speaker("first")));
    Job second = jarJob(jar("second", "Speaker", speaker("second")));

    first.submit();
    second.submit();

    assertThat(ran(first)).startsWith("SUCCEEDED");
    assertThat(ran(second)).startsWith("SUCCEEDED");
    assertThat(Jobs.result(first)).containsExactly("first\t1");
    assertThat(Jobs.result(second)).containsExactly("second\t1");
  }

  @Test
  void staticsOfAJobsClassesDoNotOutliveTheJob() throws Exception {
    Path jar = jar("again", "Speaker", speaker("again"));

    for (int i = 0; i < 2; i++) {
      Job job = jarJob(jar);
      assertThat(ran(job)).startsWith("SUCCEEDED");
      assertThat(Jobs.result(job)).containsExactly("again\t1");
    }
  }

  @Test
  void classesOfAJobAreForgottenWithIt() throws Exception {
    String remembers =
        "static { System.getProperties().put(\"test.loader\","
            + " new java.lang.ref.WeakReference<>(Speaker.class.getClassLoader())); }\n";
    Job job =
        jarJob(
            jar(
                "forgotten",
                "Speaker",
                speaker("forgotten")
                    .replace("private static int", remembers + "private static int")));
    assertThat(ran(job)).startsWith("SUCCEEDED");
    WeakReference<?> loader = (WeakReference<?>) System.getProperties().remove("test.loader");
    assertThat(loader).isNotNull();

    // Threads of Spark's pools may hold on to it until their next task.
    Job next = lone(jobs.conf(), Echo.class);
    assertThat(ran(next)).startsWith("SUCCEEDED");

    while (loader.get() != null && !Thread.interrupted()) {
      System.gc();
    }
    assertThat(loader.get()).as("a class loader of the job is still in memory").isNull();
  }

  @Test
  void jobClassLoaderPrefersTheJobsOwnClasses() throws Exception {
    Path jar =
        jar(
            "prefers",
            "Speaker",
            speaker("\" + org.opentest4j.TestAbortedException.word() + \""),
            "org/opentest4j/TestAbortedException.java",
            """
            package org.opentest4j;
            public class TestAbortedException {
              public static String word() { return "own"; }
            }
            """);
    Job job = jarJob(jar);
    job.getConfiguration().setBoolean("mapreduce.job.classloader", true);
    job.getConfiguration().set("mapreduce.job.classloader.system.classes", "java.,org.apache.");

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job)).containsExactly("own\t1");
  }

  @Test
  void countersOfTheJobsOwnEnumHaveTheNamesThatItsJarGivesThem() throws Exception {
    Path jar =
        jar(
            "names",
            "Speaker",
            speaker("named")
                .replace(
                    "context.write(",
                    "context.getCounter(Seen.LINES).increment(1);\n context.write(")
                .replace("private static int", "enum Seen { LINES }\n private static int"),
            "Speaker_Seen.properties",
            "CounterGroupName=What was seen\nLINES.name=Lines of text\n");
    Job job = jarJob(jar);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    CounterGroup group = job.getCounters().getGroup("Speaker$Seen");
    assertThat(group.getDisplayName()).isEqualTo("What was seen");
    assertThat(group.findCounter("LINES").getDisplayName()).isEqualTo("Lines of text");
    assertThat(group.findCounter("LINES").getValue()).isEqualTo(1);
  }

  @Test
  void libraryJarsAreOnTheTasksClassPath() throws Exception {
    Path library =
        jar(
            "library",
            "Library",
            "public class Library { public static String word() { return \"lib\"; } }");
    Configuration conf = jobs.conf();
    ClassLoader outer = Thread.currentThread().getContextClassLoader();
    try {
      new GenericOptionsParser(conf, new String[] {"-libjars", library.toString()});
      Job job = lone(conf, CallsLibrary.class);
      job.setJar(jar("main", "Speaker", speaker("unused")).toString());

      assertThat(ran(job)).startsWith("SUCCEEDED");
      assertThat(Jobs.result(job)).containsExactly("lib\tlib");
    } finally {
      Thread.currentThread().setContextClassLoader(outer);
    }
  }

  @Test
  void jobOfThisJvmNeedsNoDefaultFileSystem() throws Exception {
    Configuration conf = jobs.conf();
    conf.set("fs.defaultFS", "hdfs://127.0.0.1:1");
    Path library =
        jar(
            "nearby",
            "Library",
            "public class Library { public static String word() { return \"near\"; } }");
    ClassLoader outer = Thread.currentThread().getContextClassLoader();
    try {
      new GenericOptionsParser(conf, new String[] {"-libjars", library.toUri().toString()});
      Job job = lone(conf, CallsLibrary.class);
      job.setJar(jar("main", "Speaker", speaker("unused")).toUri().toString());

      assertThat(ran(job)).startsWith("SUCCEEDED");
      assertThat(Jobs.result(job)).containsExactly("near\tnear");
    } finally {
      Thread.currentThread().setContextClassLoader(outer);
    }
  }

  @Test
  void cacheFilesAndArchivesHaveTheirLinkNamesWhileTheJobRuns() throws Exception {
    Path file = Files.writeString(directory.resolve("data.txt"), "the data");
    Path archive = directory.resolve("packed.zip");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(archive))) {
      out.putNextEntry(new JarEntry("inside.txt"));
      out.write("the inside".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Job job = lone(jobs.conf(), ReadsLinks.class);
    job.addCacheFile(java.net.URI.create(file.toUri() + "#commworld-link.txt"));
    job.addCacheArchive(java.net.URI.create(archive.toUri() + "#commworld-archive"));

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job)).containsExactly("the data\tthe inside the data");
    assertThat(Path.of("commworld-link.txt")).doesNotExist();
    assertThat(Path.of("commworld-archive")).doesNotExist();
  }

  @Test
  void twoJobsThatNameTwoFilesAlikeCannotRunAtOnce() throws Exception {
    Path one = Files.writeString(directory.resolve("one.txt"), "one");
    Path two = Files.writeString(directory.resolve("two.txt"), "two");
    Waits.STARTED = new CountDownLatch(1);
    Waits.MAY_END = new CountDownLatch(1);
    Job first = lone(jobs.conf(), Waits.class);
    first.addCacheFile(java.net.URI.create(one.toUri() + "#commworld-clash"));
    Configuration conf = jobs.conf();
    conf.setInt("mapreduce.map.maxattempts", 1);
    Job second = lone(conf, Echo.class);
    second.addCacheFile(java.net.URI.create(two.toUri() + "#commworld-clash"));
    first.submit();
    Waits.STARTED.await();

    assertThat(ran(second))
        .startsWith("FAILED")
        .contains(
            "two jobs of one JVM name two distributed cache files alike: link=commworld-clash");

    Waits.MAY_END.countDown();
    assertThat(ran(first)).startsWith("SUCCEEDED");
    assertThat(Path.of("commworld-clash")).doesNotExist();
  }

  @Test
  void secretsReachTasks() throws Exception {
    Job job = lone(jobs.conf(), ReadsSecret.class);
    job.getCredentials().addSecretKey(new Text("secret"), new byte[] {1, 2, 3});

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(Jobs.result(job)).containsExactly("3\t3");
  }

  @Test
  void taskThatClosesItsFileSystemClosesNoOther() throws Exception {
    Path several = jobs.words("several", 4, 10);
    Job job = jobs.wordCount(jobs.conf(), several);
    job.setMapperClass(ClosesFileSystem.class);

    assertThat(ran(job)).startsWith("SUCCEEDED");

    assertThat(FileSystem.get(jobs.conf()).exists(Jobs.hadoop(several))).isTrue();
  }

  @Test
  void fileSystemCountersAreTheTasksOwn() throws Exception {
    Path small = jobs.words("small", 1, 100);
    Job job = jobs.wordCount(jobs.conf(), small);
    job.setNumReduceTasks(0);
    FileSystem fs = FileSystem.get(jobs.conf());
    try (var noise = fs.create(Jobs.hadoop(directory.resolve("noise")))) {
      noise.write(new byte[5_000_000]);
    }

    assertThat(ran(job)).startsWith("SUCCEEDED");

    long read =
        job.getCounters()
            .findCounter("FILE", org.apache.hadoop.mapreduce.FileSystemCounter.BYTES_READ)
            .getValue();
    long written =
        job.getCounters()
            .findCounter("FILE", org.apache.hadoop.mapreduce.FileSystemCounter.BYTES_WRITTEN)
            .getValue();
    long size = Files.size(small.resolve("part0.txt"));
    assertThat(read).isBetween(size, size + 10_000);
    assertThat(written).isBetween(1L, 1_000_000L);
    assertThat(Map.of("state", job.getStatus().getState()))
        .containsEntry("state", JobStatus.State.SUCCEEDED);
  }

  static final class Echo extends Mapper<LongWritable, Text, Text, Text> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      context.write(line, line);
    }
  }

  static final class Waits extends Mapper<LongWritable, Text, Text, Text> {
    static CountDownLatch STARTED = new CountDownLatch(1);
    static CountDownLatch MAY_END = new CountDownLatch(1);

    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws InterruptedException {
      STARTED.countDown();
      MAY_END.await();
    }
  }

  static final class CallsLibrary extends Mapper<LongWritable, Text, Text, Text> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      try {
        Class<?> library = context.getConfiguration().getClassByName("Library");
        Object word = library.getMethod("word").invoke(null);
        Object current =
            Class.forName("Library", true, Thread.currentThread().getContextClassLoader())
                .getMethod("word")
                .invoke(null);
        context.write(new Text("" + word), new Text("" + current));
      } catch (ReflectiveOperationException e) {
        throw new IOException(e);
      }
    }
  }

  static final class ReadsLinks extends Mapper<LongWritable, Text, Text, Text> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      String local = context.getConfiguration().get("mapreduce.job.cache.local.files");
      context.write(
          new Text(read(Path.of("commworld-link.txt"))),
          new Text(read(Path.of("commworld-archive/inside.txt")) + " " + read(Path.of(local))));
    }

    private static String read(Path path) {
      try {
        return Files.readString(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static final class ReadsSecret extends Mapper<LongWritable, Text, Text, Text> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      Credentials ofJob = context.getCredentials();
      Credentials ofUser =
          org.apache.hadoop.security.UserGroupInformation.getCurrentUser().getCredentials();
      List<byte[]> secrets =
          List.of(ofJob.getSecretKey(new Text("secret")), ofUser.getSecretKey(new Text("secret")));
      context.write(new Text("" + secrets.get(0).length), new Text("" + secrets.get(1).length));
    }
  }

  static final class ClosesFileSystem extends Mapper<LongWritable, Text, Text, IntWritable> {
    @Override
    protected void map(LongWritable offset, Text line, Context context)
        throws IOException, InterruptedException {
      context.write(line, new IntWritable(1));
    }

    @Override
    protected void cleanup(Context context) throws IOException {
      FileSystem.get(context.getConfiguration()).close();
    }
  }
}
