package org.commworld.compare.data;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.commworld.examples.FlightDelays;

/** Makes a text file of a Parquet file of flights: delay, distance, minute of the day. */
public final class FlightLines {
  private FlightLines() {}

  /** Arguments: the Parquet file, the text file, a directory for Spark. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
            SparkSession.builder()
                .appName("flights")
                .master("local[*]")
                .config("spark.ui.enabled", "false")
                .config("spark.log.level", "WARN")
                .config("spark.local.dir", arguments[2])
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        PrintStream out =
            new PrintStream(
                new java.io.BufferedOutputStream(
                    java.nio.file.Files.newOutputStream(Path.of(arguments[1]))),
                false,
                StandardCharsets.UTF_8)) {
      Iterator<Row> rows = FlightDelays.flights(spark, arguments[0]).toLocalIterator();
      while (rows.hasNext()) {
        Row row = rows.next();
        out.print(row.getLong(0) + "," + row.getLong(1) + "," + row.getInt(2) + "\n");
      }
      if (out.checkError()) {
        throw new IOException("cannot write " + arguments[1]);
      }
    }
  }
}
