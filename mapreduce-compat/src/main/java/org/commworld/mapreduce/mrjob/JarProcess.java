package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.RunJar;

/**
 * A {@link JarStep} in a JVM of its own, since a program may end its JVM. It has this JVM's class
 * path and options, and the step's settings as a {@code mapred-site.xml} before them.
 */
final class JarProcess {
  private final Configuration conf;
  private final List<String> genericArgs;
  private final Path dir;

  JarProcess(Configuration conf, List<String> genericArgs, Path dir) {
    this.conf = conf;
    this.genericArgs = genericArgs;
    this.dir = dir;
  }

  void run(JarStep step, List<String> inputs, String output)
      throws IOException, InterruptedException {
    Path site = Files.createDirectories(dir.resolve("conf"));
    try (OutputStream out = Files.newOutputStream(site.resolve("mapred-site.xml"))) {
      conf.writeXml(out);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-opens") || option.startsWith("-X") || option.startsWith("-D")) {
        command.add(option);
      }
    }
    command.add("-cp");
    command.add(site + ":" + System.getProperty("java.class.path"));
    command.add(RunJar.class.getName());
    command.add(step.jar());
    step.mainClass().ifPresent(command::add);
    command.addAll(step.arguments(inputs, output, genericArgs));
    // The program's own words are no output of this job.
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(dir.resolve("jar-output").toFile())
            .redirectError(Redirect.INHERIT)
            .start();
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new MRJobException("jar failed: jar=" + step.jar() + ", status=" + status);
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
