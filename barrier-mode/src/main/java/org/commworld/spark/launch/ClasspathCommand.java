package org.commworld.spark.launch;

import picocli.CommandLine.Command;

/** {@code commworld classpath}: prints what programs are compiled against. */
@Command(
    name = "classpath",
    mixinStandardHelpOptions = true,
    description = "Prints the class path to compile programs against.")
final class ClasspathCommand implements Runnable {
  @Override
  public void run() {
    System.out.println(System.getProperty("java.class.path"));
  }
}
