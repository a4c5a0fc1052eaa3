package org.commworld.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Spark application in this JVM for the tests of one class. */
final class LocalSpark implements AfterAllCallback, AutoCloseable {
  private final SparkSession session;

  LocalSpark(String master) {
    this(master, new SparkConf(false));
  }

  LocalSpark(String master, SparkConf conf) {
    this(master, conf, false);
  }

  LocalSpark(String master, SparkConf conf, boolean ui) {
    session =
        SparkSession.builder()
            .config(conf)
            .master(master)
            .appName("barrier-mode-test")
            .config("spark.ui.enabled", Boolean.toString(ui))
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "3")
            .getOrCreate();
  }

  SparkSession session() {
    return session;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    session.stop();
  }
}
