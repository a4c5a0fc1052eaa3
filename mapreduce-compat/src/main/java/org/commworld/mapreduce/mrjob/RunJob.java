package org.commworld.mapreduce.mrjob;

import java.util.Arrays;

/** Main class for jobs that have none: {@code RunJob CLASS [options] [input...]}. */
public final class RunJob {
  private RunJob() {}

  /** Runs the job of the class named first with the arguments that follow. */
  public static void main(String[] args) {
    if (args.length == 0) {
      System.err.println("Usage: java " + RunJob.class.getName() + " CLASS [options] [input...]");
      System.exit(2);
    }
    MRJob.run(type(args[0]), Arrays.copyOfRange(args, 1, args.length));
  }

  private static Class<? extends MRJob> type(String name) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Class.forName(name, true, loader).asSubclass(MRJob.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new MRJobException("no such job: class=" + name, e);
    }
  }
}
