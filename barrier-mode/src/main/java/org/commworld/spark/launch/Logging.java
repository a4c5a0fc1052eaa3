package org.commworld.spark.launch;

/** What Spark and the libraries may log to the terminal. */
final class Logging {
  private static final String CONFIGURATION = "log4j2.configurationFile";

  private Logging() {}

  /**
   * Must come before the first logger is made. Errors of a job reach the user as exceptions, so
   * that their echo in the log of Spark's scheduler is noise.
   */
  static void configure(boolean verbose) {
    if (System.getProperty(CONFIGURATION) != null) {
      return;
    }
    System.setProperty(CONFIGURATION, "classpath:org/commworld/spark/launch/log4j2.properties");
    System.setProperty("commworld.log.level", verbose ? "INFO" : "ERROR");
    System.setProperty("commworld.log.libraries.level", verbose ? "INFO" : "OFF");
  }
}
