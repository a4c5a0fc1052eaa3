package org.commworld.spark.launch;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which classes all ranks of a JVM share because the JVM, Spark or Commworld itself uses them. All
 * others belong to the program, and each rank has its own.
 */
final class SharedClasses {
  private static final String EXAMPLES = "org.commworld.examples.";

  private static final String[] PREFIXES = {
    "java.",
    "jdk.",
    "sun.",
    "com.sun.",
    "scala.",
    "org.apache.spark.",
    "org.apache.hadoop.",
    "io.netty.",
    "org.apache.zookeeper.",
    "org.apache.curator.",
    "org.slf4j.",
    "org.apache.logging.",
    "org.apache.log4j.",
    "org.apache.commons.logging.",
    "com.fasterxml.jackson.",
    "org.commworld.",
  };

  private SharedClasses() {}

  static boolean contains(String className) {
    if (className.startsWith(EXAMPLES)) {
      return false;
    }
    for (String prefix : PREFIXES) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    // Elsewhere the JDK's packages (javax.xml …) lie between other people's (javax.inject …).
    boolean mayBeOfJdk = className.startsWith("javax.") || className.startsWith("org.");
    return mayBeOfJdk && JdkPackages.NAMES.contains(packageOf(className));
  }

  private static String packageOf(String className) {
    return className.substring(0, Math.max(0, className.lastIndexOf('.')));
  }

  /** Apart, so that the set is made only when a class needs it. */
  private static final class JdkPackages {
    static final Set<String> NAMES =
        ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getPackages().stream())
            .filter(name -> name.startsWith("javax.") || name.startsWith("org."))
            .collect(Collectors.toUnmodifiableSet());
  }
}
