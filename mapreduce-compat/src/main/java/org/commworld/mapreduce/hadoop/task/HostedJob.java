package org.commworld.mapreduce.hadoop.task;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.counters.Limits;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.util.ApplicationClassLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job in one JVM: its configuration, class loader and files, shared by all its attempts there.
 */
public final class HostedJob {
  private static final Logger LOG = LoggerFactory.getLogger(HostedJob.class);
  private static final WorkingLinks WORKING_DIRECTORY =
      new WorkingLinks(Path.of("").toAbsolutePath());

  private final File directory;
  private final JobConf conf;
  private final Credentials credentials;
  private final URLClassLoader loader;
  private final JobFiles files;
  private boolean linked;

  private HostedJob(
      File directory,
      JobConf conf,
      Credentials credentials,
      URLClassLoader loader,
      JobFiles files) {
    this.directory = directory;
    this.conf = conf;
    this.credentials = credentials;
    this.loader = loader;
    this.files = files;
  }

  static HostedJob open(JobSpec spec, ClassLoader parent, File directory) throws IOException {
    Files.createDirectories(directory.toPath());
    Configuration parsed = new Configuration(false);
    parsed.setClassLoader(parent);
    parsed.addResource(new ByteArrayInputStream(spec.jobXml().value()), "job.xml");
    JobConf conf = new JobConf(parsed);
    conf.setClassLoader(parent);
    conf.get(MRJobConfig.ID); // Reads the XML now, while its bytes are at hand.
    Limits.init(conf);
    Credentials credentials = new Credentials();
    credentials.readFields(
        new DataInputStream(new ByteArrayInputStream(spec.credentials().value())));
    JobFiles files = JobFiles.fetch(conf, directory);
    URLClassLoader loader = loader(conf, files.classPath(), parent);
    conf.setClassLoader(loader);
    return new HostedJob(directory, conf, credentials, loader, files);
  }

  private static URLClassLoader loader(JobConf conf, URL[] urls, ClassLoader parent)
      throws IOException {
    if (conf.getBoolean(MRJobConfig.MAPREDUCE_JOB_CLASSLOADER, false)) {
      String[] system = conf.getStrings(MRJobConfig.MAPREDUCE_JOB_CLASSLOADER_SYSTEM_CLASSES);
      return new ApplicationClassLoader(
          urls, parent, system == null ? null : Arrays.asList(system));
    }
    return new URLClassLoader("mapreduce-job", urls, parent);
  }

  /** The job's configuration; attempts and committers take copies. */
  public JobConf conf() {
    return new JobConf(conf);
  }

  /** Loads the job's classes. */
  public ClassLoader classLoader() {
    return loader;
  }

  Credentials credentials() {
    return credentials;
  }

  File directory() {
    return directory;
  }

  /** What the programs of a streaming job find in their directory. */
  List<JobFiles.Link> programLinks() {
    return files.programLinks();
  }

  /** Makes the distributed cache's links in the JVM's working directory, once. */
  synchronized void link() throws IOException {
    if (!linked) {
      for (JobFiles.Link link : files.links()) {
        WORKING_DIRECTORY.add(link.name(), link.target());
      }
      linked = true;
    }
  }

  synchronized void close() {
    if (linked) {
      linked = false;
      for (JobFiles.Link link : files.links()) {
        Quietly.run(() -> WORKING_DIRECTORY.remove(link.name(), link.target()));
      }
    }
    ClassCaches.forget(loader);
    Quietly.close(loader);
    if (!FileUtil.fullyDelete(directory)) {
      LOG.debug("job directory not deleted: directory={}", directory);
    }
  }
}
