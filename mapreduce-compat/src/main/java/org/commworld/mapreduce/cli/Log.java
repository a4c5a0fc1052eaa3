package org.commworld.mapreduce.cli;

/** What reaches standard error: what Hadoop's client says, in the form in which it says it. */
final class Log {
  private static final String CONFIGURATION = "log4j2.configurationFile";

  private Log() {}

  /** Must come before the first logger is made. A configuration of the user's own stays. */
  static void configure() {
    if (System.getProperty(CONFIGURATION) == null) {
      System.setProperty(CONFIGURATION, "classpath:org/commworld/mapreduce/cli/log4j2.properties");
    }
  }
}
