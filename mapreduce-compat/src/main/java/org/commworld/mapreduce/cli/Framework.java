package org.commworld.mapreduce.cli;

import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.MRConfig;

/** Which framework runs the jobs that do not say so themselves. */
final class Framework {
  private static final Set<String> NOT_HERE = Set.of("yarn", "yarn-tez", "classic");

  private Framework() {}

  /**
   * Spark, unless the site's configuration names another than YARN. That the site's own jobs run on
   * YARN is no reason to run there those that were given to this command.
   */
  static void install() {
    JobConf conf = new JobConf();
    String[] sources = conf.getPropertySources(MRConfig.FRAMEWORK_NAME);
    boolean chosen = sources != null && !sources[sources.length - 1].equals("mapred-default.xml");
    if (!chosen || NOT_HERE.contains(conf.get(MRConfig.FRAMEWORK_NAME, ""))) {
      Configuration.addDefaultResource("org/commworld/mapreduce/cli/framework.xml");
    }
  }
}
