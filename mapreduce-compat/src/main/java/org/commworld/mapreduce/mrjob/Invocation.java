package org.commworld.mapreduce.mrjob;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line, parsed.
 *
 * @param job the program's instance, its options set
 * @param options the options of all jobs
 * @param inputs the arguments; none stands for standard input
 * @param help the text of {@code --help}
 */
record Invocation(MRJob job, RunnerOptions options, List<String> inputs, String help) {
  /** Sets the job's options, too. */
  static Invocation parse(MRJob job, String... words) {
    RunnerOptions options = new RunnerOptions();
    ArgumentParser parser = new ArgumentParser();
    options.declare(parser);
    if (!job.options().isEmpty()) {
      parser.group("Options of " + job.getClass().getSimpleName());
    }
    for (JobOption<?> option : job.options()) {
      option.reset();
      switch (option.kind()) {
        case FLAG -> parser.flag(option.name(), option.help(), () -> option.set(""));
        case VALUE -> parser.value(option.name(), "VALUE", option.help(), option::set);
        case FILE -> parser.value(option.name(), "PATH", option.help(), option::set);
      }
    }
    List<String> inputs = parser.parse(words);
    String help =
        "Usage: java " + job.getClass().getName() + " [options] [input...]\n" + parser.help();
    return new Invocation(job, options, inputs, help);
  }

  /** The files for the tasks, by their names there. */
  Map<String, Path> uploads() {
    Map<String, Path> uploads = new LinkedHashMap<>();
    List<String> files = new ArrayList<>(job.files());
    files.addAll(options.files);
    for (String file : files) {
      int hash = file.lastIndexOf('#');
      Path path = existing(hash < 0 ? file : file.substring(0, hash));
      String name = hash < 0 ? path.getFileName().toString() : file.substring(hash + 1);
      Path other = uploads.put(name, path);
      if (other != null && !other.equals(path)) {
        throw new UsageException(
            "two files with one name: name=" + name + ", paths=" + other + ", " + path);
      }
    }
    for (JobOption<?> option : job.options()) {
      String text = option.text();
      if (option.kind() == JobOption.Kind.FILE && text != null) {
        uploads.put(uploadName(option, text), existing(text));
      }
    }
    return uploads;
  }

  /** The words that set the job's options in a task. */
  List<String> taskWords() {
    List<String> words = new ArrayList<>();
    for (JobOption<?> option : job.options()) {
      String text = option.text();
      if (text != null) {
        words.add(
            option.word(option.kind() == JobOption.Kind.FILE ? uploadName(option, text) : text));
      }
    }
    return words;
  }

  /** Prefixed with the option's name, so that two options can have files of the same name. */
  private static String uploadName(JobOption<?> option, String text) {
    String name = option.name();
    return name.substring(name.startsWith("--") ? 2 : 1) + "-" + Path.of(text).getFileName();
  }

  private static Path existing(String text) {
    Path path = Path.of(text).toAbsolutePath().normalize();
    if (!Files.isRegularFile(path)) {
      throw new UsageException("no such file for the tasks: path=" + path);
    }
    return path;
  }
}
