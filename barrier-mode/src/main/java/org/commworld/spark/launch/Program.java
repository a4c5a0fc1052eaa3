package org.commworld.spark.launch;

import java.io.File;
import java.io.Serializable;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.List;
import org.apache.spark.SparkFiles;

/**
 * The program that every rank runs.
 *
 * @param mainClass the class whose {@code main} is called
 * @param arguments what it gets
 * @param classPath jars and directories of the program, as paths in the driver's file system
 * @param isShipped whether Spark carries the jars to the executors, which then find them by name
 */
record Program(String mainClass, List<String> arguments, List<String> classPath, boolean isShipped)
    implements Serializable {

  Program {
    // Copies of a kind that every JVM can read back.
    arguments = List.copyOf(arguments);
    classPath = List.copyOf(classPath);
  }

  /** Where the calling executor finds the classes. */
  URL[] urls() throws MalformedURLException {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      File file = new File(classPath.get(i));
      File here = isShipped ? new File(SparkFiles.getRootDirectory(), file.getName()) : file;
      urls[i] = here.getAbsoluteFile().toURI().toURL();
    }
    return urls;
  }
}
