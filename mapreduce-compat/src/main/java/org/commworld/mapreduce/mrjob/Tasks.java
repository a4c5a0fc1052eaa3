package org.commworld.mapreduce.mrjob;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/** Instances of a job for its tasks. */
final class Tasks {
  private Tasks() {}

  /** A new instance in a task, with the options of the command line. */
  static MRJob create(Class<? extends MRJob> type, List<String> words, TaskContext context) {
    MRJob job = create(type);
    job.attach(context);
    Invocation.parse(job, words.toArray(String[]::new));
    return job;
  }

  /** A new instance without options. */
  static MRJob create(Class<? extends MRJob> type) {
    try {
      Constructor<? extends MRJob> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new MRJobException("job's constructor failed: job=" + type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new MRJobException(
          "job is no class with a constructor without arguments: job=" + type.getName(), e);
    }
  }
}
