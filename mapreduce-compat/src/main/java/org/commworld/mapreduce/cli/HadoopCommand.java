package org.commworld.mapreduce.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.mapreduce.tools.CLI;
import org.apache.hadoop.util.RunJar;
import org.apache.hadoop.util.ToolRunner;
import org.commworld.mapreduce.fs.LocalFileSystems;

/** What {@code bin/hadoop} starts: one of Hadoop's own tools, configured for jobs on Spark. */
public final class HadoopCommand {
  private HadoopCommand() {}

  /**
   * Runs {@code jar}, {@code job}, {@code fs} or the main method of a class. Ends the JVM with the
   * tool's exit status, as Hadoop's tools do.
   *
   * @param args the command's name and its arguments
   * @throws Throwable what a class's main method throws
   */
  public static void main(String[] args) throws Throwable {
    Log.configure();
    LocalFileSystems.install();
    Framework.install();
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    switch (args[0]) {
      case "jar" -> {
        JobServer.start();
        RunJar.main(rest);
      }
      case "job" -> System.exit(ToolRunner.run(UserJobs.configuration(), new CLI(), rest));
      case "fs" -> System.exit(files(rest));
      default -> run(args[0], rest);
    }
  }

  private static int files(String[] args) throws Exception {
    FsShell shell = new FsShell(new Configuration());
    try {
      return ToolRunner.run(shell, args);
    } finally {
      shell.close();
    }
  }

  private static void run(String name, String[] args) throws Throwable {
    Method main;
    try {
      main = Class.forName(name).getMethod("main", String[].class);
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      System.err.printf(
          "hadoop: %s is neither a command nor a class with a main method (see hadoop --help)%n",
          name);
      System.exit(1);
      return;
    }
    try {
      main.invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
