package org.commworld.mapreduce.mrjob;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One step in threads. Map tasks sort their output by reducer; a reduce task takes its share of all
 * map tasks in their order and sorts it again, and sorting is stable. So the output does not depend
 * on which task is first.
 */
final class InlineStep {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private final Invocation invocation;
  private final MRStep step;
  private final int index;
  private final Path output;
  private final Map<String, String> settings;
  private final Map<String, Path> files;
  private final int reducers;
  private final Comparator<byte[]> order;

  InlineStep(Invocation invocation, Plan plan, int index, Path output) {
    this.invocation = invocation;
    this.step = plan.step(index);
    this.index = index;
    this.output = output;
    this.settings = plan.settings(index, invocation.options().jobConf);
    this.files = invocation.uploads();
    this.reducers = step.has(Role.REDUCER) ? reducers(settings) : 0;
    this.order = Lines.order(invocation.job().sortValues());
  }

  private static int reducers(Map<String, String> settings) {
    String text = settings.getOrDefault(Plan.REDUCERS, "1");
    try {
      return Math.max(1, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new MRJobException("not a number: setting=" + Plan.REDUCERS + ", value=" + text, e);
    }
  }

  CounterTable run(List<String> inputs) throws IOException, InterruptedException {
    Files.createDirectories(output);
    CounterTable counters = new CounterTable();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "mrjob-task");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Callable<List<List<byte[]>>>> maps = new ArrayList<>();
      List<InlineTask> tasks = new ArrayList<>();
      for (InlineSplit split : InlineSplit.of(inputs, THREADS)) {
        InlineTask task = task(Role.MAPPER, tasks.size(), split);
        tasks.add(task);
        maps.add(() -> map(task, split));
      }
      List<List<List<byte[]>>> mapped = all(pool, maps, Role.MAPPER);
      List<Callable<Boolean>> reduces = new ArrayList<>();
      for (int r = 0; r < reducers; r++) {
        int partition = r;
        InlineTask task = task(Role.REDUCER, r, null);
        tasks.add(task);
        reduces.add(() -> reduce(task, mapped, partition));
      }
      all(pool, reduces, Role.REDUCER);
      tasks.forEach(task -> counters.addAll(task.counters()));
    } finally {
      pool.shutdownNow();
    }
    return counters;
  }

  private InlineTask task(Role role, int number, @Nullable InlineSplit split) {
    Map<String, String> ofTask = new LinkedHashMap<>(settings);
    ofTask.put("mapreduce.task.partition", Integer.toString(number));
    ofTask.put("mapreduce.task.ismap", Boolean.toString(role == Role.MAPPER));
    if (split != null) {
      ofTask.put("mapreduce.map.input.file", "file:" + split.path().toAbsolutePath());
      ofTask.put("mapreduce.map.input.start", Long.toString(split.start()));
    }
    return new InlineTask(number, ofTask, files);
  }

  private List<List<byte[]>> map(InlineTask task, InlineSplit split) throws Exception {
    try (LineReader lines = split.open()) {
      if (reducers == 0) {
        write(task, lines, Role.MAPPER);
        return List.of();
      }
      List<List<byte[]>> parts = new ArrayList<>();
      for (int i = 0; i < reducers; i++) {
        parts.add(new ArrayList<>());
      }
      LineSink sink =
          line -> parts.get(Lines.partition(line, Lines.keyLength(line), reducers)).add(line);
      line(task, Role.MAPPER).run(lines, sink);
      if (step.has(Role.COMBINER)) {
        for (int i = 0; i < reducers; i++) {
          parts.set(i, combine(task, parts.get(i)));
        }
      }
      return parts;
    }
  }

  private List<byte[]> combine(InlineTask task, List<byte[]> lines) throws Exception {
    lines.sort(order);
    List<byte[]> combined = new ArrayList<>();
    line(task, Role.COMBINER).run(lines.iterator(), combined::add);
    return combined;
  }

  private boolean reduce(InlineTask task, List<List<List<byte[]>>> mapped, int partition)
      throws Exception {
    List<byte[]> lines = new ArrayList<>();
    for (List<List<byte[]>> ofTask : mapped) {
      lines.addAll(ofTask.get(partition));
    }
    lines.sort(order);
    write(task, lines.iterator(), Role.REDUCER);
    return true;
  }

  private void write(InlineTask task, Iterator<byte[]> lines, Role role) throws Exception {
    Path part = output.resolve(String.format(Locale.ROOT, "part-%05d", task.number()));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
      line(task, role)
          .run(
              lines,
              line -> {
                out.write(line);
                out.write('\n');
              });
    }
  }

  private LineTask line(InlineTask task, Role role) {
    MRJob job = Tasks.create(invocation.job().getClass(), invocation.taskWords(), task);
    return new LineTask(job, index, role);
  }

  private <T> List<T> all(ExecutorService pool, List<Callable<T>> work, Role role)
      throws InterruptedException {
    List<Future<T>> futures = new ArrayList<>();
    work.forEach(one -> futures.add(pool.submit(one)));
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new MRJobException(
            "task failed: step=" + index + ", role=" + role + ", task=" + results.size(),
            e.getCause());
      }
    }
    return results;
  }
}
