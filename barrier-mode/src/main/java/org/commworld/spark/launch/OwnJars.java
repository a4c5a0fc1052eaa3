package org.commworld.spark.launch;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;

/** Commworld's own jars, which travel to the executors with a job. */
final class OwnJars {
  private OwnJars() {}

  /** Those of {@code classPath} that executors need and Spark does not carry. */
  static List<String> of(String classPath) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(classPath)
        .filter(OwnJars::isOurs)
        .toList();
  }

  private static boolean isOurs(String path) {
    String name = new File(path).getName();
    return name.endsWith(".jar") && (name.startsWith("commworld-") || name.startsWith("asm-"));
  }
}
