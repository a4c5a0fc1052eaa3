package org.commworld.mapreduce.hadoop.client;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.shuffle.ShuffleWriteProcessor;
import org.commworld.mapreduce.hadoop.MapReduceSettings;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The JVM's SparkContext. One that is there already is used and never stopped; otherwise one is
 * started for the first job and stopped when the JVM exits.
 */
final class SparkContexts {
  private static final String OURS = "spark.commworld.mapreduce.started";
  private static final Pattern LOCAL = Pattern.compile("local(\\[\\s*([0-9*]+)\\s*])?");

  /**
   * Before Hadoop closes its file systems (10) and before Spark's own hook (40): jobs abort by
   * then.
   */
  private static final int HOOK_PRIORITY = FileSystem.SHUTDOWN_HOOK_PRIORITY + 35;

  private static @Nullable SparkContext prepared;

  private SparkContexts() {}

  /** The context, ready for jobs. Blocks while one is started. */
  static synchronized SparkContext get(Configuration job) {
    SparkContext known = prepared;
    if (known != null && !known.isStopped()) {
      return known;
    }
    // Executors' class loaders descend from the one that is current now; it must not be a job's.
    Thread thread = Thread.currentThread();
    ClassLoader outer = thread.getContextClassLoader();
    thread.setContextClassLoader(SparkContexts.class.getClassLoader());
    try {
      SparkContext context = SparkContext.getOrCreate(conf(job));
      if (context.getConf().getBoolean(OURS, false)) {
        stopAtExit(context);
      }
      DriverEndpoint.install(context);
      prepared = context;
      return context;
    } finally {
      thread.setContextClassLoader(outer);
    }
  }

  /** Whether a job's tasks run, or would run, in this JVM. Starts nothing. */
  static synchronized boolean isLocal(Configuration job) {
    SparkContext known = prepared;
    if (known != null && !known.isStopped()) {
      return known.isLocal();
    }
    Option<SparkContext> active = SparkContext$.MODULE$.getActive();
    return active.isDefined() ? active.get().isLocal() : isLocal(master(job, new SparkConf()));
  }

  private static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }

  private static SparkConf conf(Configuration job) {
    SparkConf conf = new SparkConf();
    for (Map.Entry<String, String> entry : job) {
      if (entry.getKey().startsWith("spark.")) {
        conf.set(entry.getKey(), entry.getValue());
      }
    }
    String master = master(job, conf);
    boolean local = isLocal(master);
    conf.set("spark.master", retrying(master));
    conf.setIfMissing("spark.app.name", "MapReduce");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (local) {
      // Neither a page nobody opens nor compression of what stays on this machine.
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.shuffle.compress", "false");
    } else {
      ownJar(conf);
    }
    conf.set(OURS, "true");
    quieten();
    return conf;
  }

  private static String master(Configuration job, SparkConf conf) {
    String environment = System.getenv("SPARK_MASTER");
    return job.getTrimmed(
        MapReduceSettings.MASTER,
        conf.get("spark.master", environment == null ? "local[*]" : environment));
  }

  /** {@code local[n]} starts no task twice unless told so. */
  static String retrying(String master) {
    Matcher local = LOCAL.matcher(master);
    return local.matches()
        ? "local[" + (local.group(2) == null ? "1" : local.group(2)) + ",4]"
        : master;
  }

  private static void ownJar(SparkConf conf) {
    CodeSource source = SparkContexts.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return;
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      String others = conf.get("spark.jars", "");
      // Classes in a directory cannot be sent; whoever runs them so has put them where they run.
      if (Files.isRegularFile(jar)) {
        conf.set("spark.jars", others.isEmpty() ? jar.toString() : others + "," + jar);
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException("own jar not found: source=" + source.getLocation(), e);
    }
  }

  /** Spark's INFO is for Spark's users; a MapReduce job's client prints the job's progress. */
  private static void quieten() {
    // Spark sets up logging with the first logger it needs, which must come before ours.
    new ShuffleWriteProcessor().initializeLogIfNecessary(false);
    for (String logger : new String[] {"org.apache.spark", "org.sparkproject"}) {
      if (LogManager.getLogger(logger).getLevel().isLessSpecificThan(Level.INFO)) {
        Configurator.setLevel(logger, Level.WARN);
      }
    }
  }

  private static void stopAtExit(SparkContext context) {
    ShutdownHookManager.get()
        .addShutdownHook(
            () -> {
              RunningJobs.killAll();
              context.stop();
            },
            HOOK_PRIORITY);
  }
}
