package org.commworld.mapreduce.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.LocalSparkCluster;

/**
 * Spark's Master and Workers in this JVM, from the jars that the build has resolved; executors are
 * processes of their own. They find Spark where {@code SPARK_HOME} of this JVM points to, and
 * nothing of ours: that comes with each application.
 */
final class StandaloneMaster implements AutoCloseable {
  private final LocalSparkCluster cluster;
  private final String url;

  private StandaloneMaster(LocalSparkCluster cluster) {
    this.cluster = cluster;
    this.url = cluster.start()[0];
  }

  /** A cluster of workers of one core each. */
  static StandaloneMaster start(int workers) throws IOException {
    Path jars = Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    String classPath =
        Files.readString(HadoopProcess.ROOT.resolve("mapreduce-compat/target/class-path"));
    for (String entry : classPath.strip().split(File.pathSeparator)) {
      Path link = jars.resolve(Path.of(entry).getFileName());
      if (!link.getFileName().toString().startsWith("commworld-") && !Files.exists(link)) {
        Files.createSymbolicLink(link, Path.of(entry));
      }
    }
    SparkConf conf = new SparkConf().set("spark.ui.enabled", "false");
    return new StandaloneMaster(LocalSparkCluster.apply(workers, 1, 2048, conf));
  }

  String url() {
    return url;
  }

  @Override
  public void close() {
    cluster.stop();
  }
}
