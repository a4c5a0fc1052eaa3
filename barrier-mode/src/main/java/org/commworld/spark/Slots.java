package org.commworld.spark;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** How many tasks can run at once, from what the configuration says. Pure computation. */
final class Slots {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:\\s*,.*)?])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*\\d+\\s*]");

  private Slots() {}

  static boolean isLocal(String master) {
    return LOCAL.matcher(master).matches();
  }

  static int taskCpus(SparkConf conf) {
    return conf.getInt("spark.task.cpus", 1);
  }

  /**
   * The most slots that there will ever be, if that is fixed: those of a local master, and of
   * executors that are asked for by number. Executors that fewer cores fit than a task needs have
   * none.
   *
   * @param processors what {@code local[*]} stands for
   */
  static OptionalInt limit(String master, SparkConf conf, int processors) {
    int taskCpus = taskCpus(conf);
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      String cores = local.group(1) == null ? "1" : local.group(1);
      return OptionalInt.of((cores.equals("*") ? processors : Integer.parseInt(cores)) / taskCpus);
    }
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      int workerCores = Integer.parseInt(cluster.group(2));
      int executorCores = conf.getInt("spark.executor.cores", workerCores);
      int executors = Integer.parseInt(cluster.group(1)) * (workerCores / executorCores);
      return OptionalInt.of(executors * (executorCores / taskCpus));
    }
    return ofExecutors(master, conf, taskCpus);
  }

  private static OptionalInt ofExecutors(String master, SparkConf conf, int taskCpus) {
    boolean standalone = master.startsWith("spark://");
    if (standalone && conf.contains("spark.cores.max")) {
      return OptionalInt.of(conf.getInt("spark.cores.max", 0) / taskCpus);
    }
    if (!standalone && conf.contains("spark.executor.instances")) {
      int executorCores = conf.getInt("spark.executor.cores", 1);
      return OptionalInt.of(
          conf.getInt("spark.executor.instances", 0) * (executorCores / taskCpus));
    }
    return OptionalInt.empty();
  }

  /** "4 ranks, 2 slots: …", the values that decide it behind. */
  static String tooFew(int ranks, int slots, String master, SparkConf conf) {
    StringBuilder text = new StringBuilder();
    text.append(ranks).append(ranks == 1 ? " rank, " : " ranks, ");
    text.append(slots).append(slots == 1 ? " slot: " : " slots: ");
    text.append("master=").append(master);
    text.append(", spark.task.cpus=").append(taskCpus(conf));
    for (String key :
        new String[] {"spark.executor.instances", "spark.executor.cores", "spark.cores.max"}) {
      if (conf.contains(key)) {
        text.append(", ").append(key).append('=').append(conf.get(key));
      }
    }
    return text.toString();
  }
}
