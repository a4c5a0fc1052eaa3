package org.commworld.spark.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Adds Commworld's needs to the arguments of spark-submit and leaves the others as they are. */
final class SubmitArguments {
  private static final String JARS = "--jars";
  private static final String CONF_JARS = "spark.jars=";

  /** The options of spark-submit that have no value. */
  private static final Set<String> FLAGS =
      Set.of("--help", "-h", "--supervise", "--usage-error", "--verbose", "-v", "--version");

  private SubmitArguments() {}

  /**
   * The arguments with {@code ownJars} among the jars, and with a short slot check that the user's
   * own setting overrides.
   */
  static List<String> withJars(List<String> arguments, List<String> ownJars) {
    List<String> jars = new ArrayList<>();
    List<String> options = new ArrayList<>();
    int i = 0;
    while (i < arguments.size() && arguments.get(i).startsWith("-")) {
      String option = arguments.get(i);
      boolean isAttached = option.startsWith("--") && option.indexOf('=') > 0;
      boolean hasValue = !isAttached && !FLAGS.contains(option) && i + 1 < arguments.size();
      String name = isAttached ? option.substring(0, option.indexOf('=')) : option;
      String value =
          isAttached
              ? option.substring(option.indexOf('=') + 1)
              : hasValue ? arguments.get(i + 1) : "";
      if (name.equals(JARS)) {
        jars.add(value);
      } else {
        if (isConf(name) && value.startsWith(CONF_JARS)) {
          jars.add(value.substring(CONF_JARS.length()));
        }
        options.addAll(arguments.subList(i, i + (hasValue ? 2 : 1)));
      }
      i += hasValue ? 2 : 1;
    }
    jars.addAll(ownJars);
    List<String> all = new ArrayList<>();
    all.add("--conf");
    all.add("spark.scheduler.barrier.maxConcurrentTasksCheck.interval=1s");
    all.addAll(options);
    if (!jars.isEmpty()) {
      all.add(JARS);
      all.add(String.join(",", jars));
    }
    all.addAll(arguments.subList(i, arguments.size()));
    return all;
  }

  private static boolean isConf(String name) {
    return name.equals("--conf") || name.equals("-c");
  }
}
