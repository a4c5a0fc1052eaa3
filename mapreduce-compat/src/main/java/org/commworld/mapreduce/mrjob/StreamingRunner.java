package org.commworld.mapreduce.mrjob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs each step as a job of Hadoop streaming through the {@code hadoop} command. A task is this
 * program in a JVM of its own, with {@code --step-num} and {@code --mapper}, {@code --combiner} or
 * {@code --reducer}; the program's jars go with the job.
 */
final class StreamingRunner extends StepRunner {
  private final HadoopCommand hadoop;

  StreamingRunner(Invocation invocation, InputStream stdin) {
    super(invocation, stdin);
    hadoop = new HadoopCommand(invocation.options(), this::tell);
  }

  @Override
  List<String> prepare(List<String> inputs) throws IOException, InterruptedException {
    List<String> prepared = new ArrayList<>();
    for (String input : inputs) {
      if (Files.isReadable(Path.of(input))) {
        prepared.add(upload(Path.of(input), "input/" + prepared.size()));
      } else if (input.contains("://")) {
        prepared.add(input);
      } else {
        throw new MRJobException("no such input: path=" + input);
      }
    }
    return prepared;
  }

  private String upload(Path file, String dir) throws IOException, InterruptedException {
    String to = temporaryDir("files/" + dir);
    hadoop.fs("-mkdir", "-p", to);
    hadoop.fs("-put", file.toAbsolutePath().toString(), to + "/" + file.getFileName());
    return to + "/" + file.getFileName();
  }

  @Override
  CounterTable runStep(int index, Step step, List<String> inputs, String output)
      throws IOException, InterruptedException {
    if (step instanceof SparkStep) {
      throw new MRJobException(
          "runner hadoop runs no Spark steps: step=" + index + ", runners=inline, local, spark");
    }
    if (step instanceof JarStep jar) {
      List<String> command = new ArrayList<>(List.of("jar", jar.jar()));
      jar.mainClass().ifPresent(command::add);
      command.addAll(jar.arguments(inputs, output, settings(index)));
      return hadoop.job(command);
    }
    return hadoop.job(streaming(index, plan.step(index), inputs, output));
  }

  private List<String> streaming(int index, MRStep step, List<String> inputs, String output)
      throws IOException, InterruptedException {
    List<Path> jars = ProgramJars.of(invocation.job().getClass(), localDir());
    List<String> command = new ArrayList<>(List.of("jar", hadoop.streamingJar()));
    command.addAll(List.of("-files", files(jars)));
    if (!invocation.options().libJars.isEmpty()) {
      command.addAll(List.of("-libjars", String.join(",", invocation.options().libJars)));
    }
    if (!step.has(Role.REDUCER)) {
      command.addAll(List.of("-D", Plan.REDUCERS + "=0"));
    }
    if (invocation.job().sortValues()) {
      command.addAll(List.of("-D", "mapreduce.partition.keypartitioner.options=-k1,1"));
      command.addAll(List.of("-D", "stream.num.map.output.key.fields=2"));
    }
    command.addAll(settings(index));
    if (invocation.job().sortValues()) {
      command.addAll(
          List.of("-partitioner", "org.apache.hadoop.mapred.lib.KeyFieldBasedPartitioner"));
    }
    for (String input : inputs) {
      command.addAll(List.of("-input", input));
    }
    command.addAll(List.of("-output", output));
    command.addAll(List.of("-mapper", task(index, Role.MAPPER, jars)));
    if (step.has(Role.COMBINER)) {
      command.addAll(List.of("-combiner", task(index, Role.COMBINER, jars)));
    }
    if (step.has(Role.REDUCER)) {
      command.addAll(List.of("-reducer", task(index, Role.REDUCER, jars)));
    }
    return command;
  }

  private List<String> settings(int index) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, String> setting :
        plan.settings(index, invocation.options().jobConf).entrySet()) {
      words.add("-D");
      words.add(setting.getKey() + "=" + setting.getValue());
    }
    return words;
  }

  private String files(List<Path> jars) throws IOException, InterruptedException {
    List<String> files = new ArrayList<>();
    for (Path jar : jars) {
      files.add(upload(jar, "wd") + "#" + jar.getFileName());
    }
    for (Map.Entry<String, Path> file : invocation.uploads().entrySet()) {
      files.add(upload(file.getValue(), "wd-" + file.getKey()) + "#" + file.getKey());
    }
    return String.join(",", files);
  }

  /** The command line of a task, as Hadoop streaming splits it: at spaces outside of quotes. */
  private String task(int index, Role role, List<Path> jars) {
    List<String> words = new ArrayList<>();
    words.add(invocation.options().javaBin);
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-cp");
    words.add(String.join(":", jars.stream().map(jar -> jar.getFileName().toString()).toList()));
    words.add(RunJob.class.getName());
    words.add("'" + invocation.job().getClass().getName() + "'");
    words.add("--step-num=" + index);
    words.add(role.option());
    for (String word : invocation.taskWords()) {
      if (word.indexOf('\'') >= 0 || word.indexOf('\\') >= 0) {
        throw new UsageException("runner hadoop cannot quote this for its tasks: word=" + word);
      }
      words.add("'" + word + "'");
    }
    return String.join(" ", words);
  }

  @Override
  String temporaryDir(String name) {
    String named = invocation.options().tmpDir;
    String root =
        named == null ? "hdfs:///user/" + System.getProperty("user.name") + "/tmp/mrjob" : named;
    return root + "/" + runName + "/" + name;
  }

  @Override
  void removeRemote() throws IOException {
    try {
      String output = temporaryDir("output");
      hadoop.fs("-rm", "-R", "-f", "-skipTrash", output.substring(0, output.lastIndexOf('/')));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  boolean exists(String dir) throws IOException, InterruptedException {
    return hadoop.test(dir);
  }

  @Override
  public InputStream catOutput() throws IOException {
    return hadoop.cat(outputDir() + "/part-*");
  }
}
