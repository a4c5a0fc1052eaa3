package org.commworld.mapreduce.mrjob;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.MapContext;
import org.apache.hadoop.mapreduce.TaskInputOutputContext;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.jspecify.annotations.Nullable;

/** A task of Hadoop's framework, local or on Spark. */
final class FrameworkTask implements TaskContext {
  private static final String TYPE = "commworld.mrjob.class";
  private static final String WORDS = "commworld.mrjob.arguments";
  private static final String STEP = "commworld.mrjob.step";

  private final TaskInputOutputContext<?, ?, ?, ?> context;

  private FrameworkTask(TaskInputOutputContext<?, ?, ?, ?> context) {
    this.context = context;
  }

  /** Puts what a task needs into a job's configuration. */
  static void describe(Invocation invocation, int step, Configuration conf) {
    conf.set(TYPE, invocation.job().getClass().getName());
    conf.set(
        WORDS,
        invocation.taskWords().stream()
            .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
    conf.setInt(STEP, step);
  }

  /** The work of the task whose context this is. */
  static LineTask work(TaskInputOutputContext<?, ?, ?, ?> context, Role role)
      throws ClassNotFoundException {
    Configuration conf = context.getConfiguration();
    Class<? extends MRJob> type = conf.getClassByName(conf.get(TYPE, "")).asSubclass(MRJob.class);
    List<String> words =
        Stream.of(conf.get(WORDS, "").split("&"))
            .filter(word -> !word.isEmpty())
            .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
            .toList();
    MRJob job = Tasks.create(type, words, new FrameworkTask(context));
    return new LineTask(job, conf.getInt(STEP, 0), role);
  }

  @Override
  public void count(String group, String name, long amount) {
    context.getCounter(group, name).increment(amount);
  }

  @Override
  public void status(String message) {
    context.setStatus(message);
  }

  @Override
  public @Nullable String setting(String name) {
    if (context instanceof MapContext<?, ?, ?, ?> map
        && map.getInputSplit() instanceof FileSplit split) {
      // Hadoop's newer API leaves these unset.
      if (name.equals(MRJobConfig.MAP_INPUT_FILE)) {
        return split.getPath().toString();
      }
      if (name.equals(MRJobConfig.MAP_INPUT_START)) {
        return Long.toString(split.getStart());
      }
    }
    return context.getConfiguration().get(name);
  }

  @Override
  public Path file(String name) {
    Configuration conf = context.getConfiguration();
    String[] uris = conf.getStrings(MRJobConfig.CACHE_FILES, new String[0]);
    String[] paths = conf.getStrings(MRJobConfig.CACHE_LOCALFILES, new String[0]);
    for (int i = 0; i < uris.length && i < paths.length; i++) {
      if (name.equals(URI.create(uris[i]).getFragment())) {
        return Path.of(new org.apache.hadoop.fs.Path(paths[i]).toUri().getPath());
      }
    }
    throw new MRJobException(
        "no such file among the task's: name=" + name + ", files=" + List.of(uris));
  }
}
