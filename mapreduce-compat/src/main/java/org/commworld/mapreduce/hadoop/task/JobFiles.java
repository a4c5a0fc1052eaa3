package org.commworld.mapreduce.hadoop.task;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.util.RunJar;
import org.jspecify.annotations.Nullable;

/**
 * A job's jar, library jars, cache files and archives on this machine. Files of the local file
 * system are used where they are; others are copied, archives are unpacked.
 */
final class JobFiles {
  /**
   * A file with the name that tasks know it by.
   *
   * @param name the part of its URI behind the #, else its own name
   */
  record Link(String name, java.nio.file.Path target) {}

  /** How JobSubmitter names all library jars at once. */
  private static final String ALL_OF_DIRECTORY = "*";

  private final Configuration conf;
  private final JobContext job;
  private final File directory;
  private final Set<File> classPath = new LinkedHashSet<>();
  private final List<Link> links = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final List<String> archives = new ArrayList<>();
  private java.nio.file.@Nullable Path jobJar;
  private int number;

  private JobFiles(Configuration conf, File directory) {
    this.conf = conf;
    this.job = new JobContextImpl(conf, new JobID());
    this.directory = directory;
  }

  /** Fetches all files into {@code directory} and writes their places into the configuration. */
  static JobFiles fetch(JobConf job, File directory) throws IOException {
    JobFiles fetched = new JobFiles(job, directory);
    fetched.jobJar(job.getJar());
    fetched.cacheFiles();
    fetched.cacheArchives();
    if (!fetched.files.isEmpty()) {
      job.set(MRJobConfig.CACHE_LOCALFILES, String.join(",", fetched.files));
    }
    if (!fetched.archives.isEmpty()) {
      job.set(MRJobConfig.CACHE_LOCALARCHIVES, String.join(",", fetched.archives));
    }
    return fetched;
  }

  URL[] classPath() throws MalformedURLException {
    URL[] urls = new URL[classPath.size()];
    int i = 0;
    for (File file : classPath) {
      urls[i++] = file.toURI().toURL();
    }
    return urls;
  }

  List<Link> links() {
    return links;
  }

  /** The links, and the job's jar, as the programs of a streaming job find them on YARN. */
  List<Link> programLinks() {
    List<Link> all = new ArrayList<>(links);
    if (jobJar != null && all.stream().noneMatch(link -> link.name().equals(MRJobConfig.JOB_JAR))) {
      all.add(new Link(MRJobConfig.JOB_JAR, jobJar));
    }
    return all;
  }

  private void jobJar(String jar) throws IOException {
    if (jar == null) {
      return;
    }
    Path path = new Path(jar);
    File local = localCopy(path.toUri(), path.getName());
    jobJar = local.toPath();
    classPath.add(local);
    File unpacked = new File(directory, "job-jar");
    Pattern pattern =
        conf.getPattern(MRJobConfig.JAR_UNPACK_PATTERN, JobConf.UNPACK_JAR_PATTERN_DEFAULT);
    RunJar.unJar(local, unpacked, pattern);
    File classes = new File(unpacked, "classes");
    if (classes.isDirectory()) {
      classPath.add(classes);
    }
    File[] libraries = new File(unpacked, "lib").listFiles();
    if (libraries != null) {
      for (File library : libraries) {
        classPath.add(library);
      }
    }
  }

  private void cacheFiles() throws IOException {
    Set<String> onClassPath = pathsOf(job.getFileClassPaths());
    URI[] uris = job.getCacheFiles();
    if (uris == null) {
      return;
    }
    for (URI uri : uris) {
      Path path = qualified(new Path(uri));
      if (path.getName().equals(ALL_OF_DIRECTORY)) {
        Path parent = path.getParent();
        for (FileStatus file : fileSystem(parent).listStatus(parent)) {
          cacheFile(file.getPath().toUri(), onClassPath);
        }
      } else {
        cacheFile(uri, onClassPath);
      }
    }
  }

  private void cacheFile(URI uri, Set<String> onClassPath) throws IOException {
    String name = linkName(uri);
    File local = localCopy(uri, name);
    files.add(local.getPath());
    links.add(new Link(name, local.toPath()));
    if (onClassPath.contains(uri.getPath())) {
      classPath.add(local);
    }
  }

  private void cacheArchives() throws IOException {
    Set<String> onClassPath = pathsOf(job.getArchiveClassPaths());
    URI[] uris = job.getCacheArchives();
    if (uris == null) {
      return;
    }
    for (URI uri : uris) {
      String name = linkName(uri);
      File packed = localCopy(uri, new Path(uri).getName());
      File local = unpack(packed, new File(fresh(), new Path(uri).getName()));
      archives.add(local.getPath());
      links.add(new Link(name, local.toPath()));
      if (onClassPath.contains(uri.getPath())) {
        classPath.add(local);
      }
    }
  }

  private static File unpack(File packed, File target) throws IOException {
    String name = packed.getName().toLowerCase(Locale.ROOT);
    if (name.endsWith(".zip") || name.endsWith(".jar")) {
      FileUtil.unZip(packed, target);
    } else if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
      FileUtil.unTar(packed, target);
    } else {
      return packed;
    }
    return target;
  }

  private File localCopy(URI uri, String name) throws IOException {
    Path path = qualified(new Path(uri.getScheme(), uri.getAuthority(), uri.getPath()));
    FileSystem fs = fileSystem(path);
    if (fs.getUri().getScheme().equals("file")) {
      File file = new File(path.toUri().getPath());
      if (file.exists()) {
        return file;
      }
    }
    File copy = new File(fresh(), name);
    fs.copyToLocalFile(false, path, new Path(copy.toURI()), true);
    return copy;
  }

  private File fresh() throws IOException {
    return Files.createDirectories(directory.toPath().resolve("cache").resolve("" + number++))
        .toFile();
  }

  /**
   * What JobSubmitter has uploaded it names without the file system, which is the staging
   * directory's. A relative path is one below the directory of the job, not below that of this
   * executor.
   */
  private Path qualified(Path path) throws IOException {
    String uploads = conf.get(MRJobConfig.MAPREDUCE_JOB_DIR);
    if (uploads != null && path.toUri().getScheme() == null) {
      Path root = new Path(uploads);
      if (path.toUri().getPath().startsWith(root.toUri().getPath() + "/")) {
        return path.makeQualified(root.toUri(), root);
      }
    }
    String jobDirectory = conf.get(MRJobConfig.WORKING_DIR);
    FileSystem fs = fileSystem(path);
    return jobDirectory == null
        ? fs.makeQualified(path)
        : path.makeQualified(fs.getUri(), new Path(jobDirectory));
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(conf);
  }

  private static String linkName(URI uri) {
    String fragment = uri.getFragment();
    return fragment == null || fragment.equals(ALL_OF_DIRECTORY)
        ? new Path(uri.getPath()).getName()
        : fragment;
  }

  private static Set<String> pathsOf(Path[] paths) {
    Set<String> texts = new HashSet<>();
    if (paths != null) {
      for (Path path : paths) {
        texts.add(path.toUri().getPath());
      }
    }
    return texts;
  }
}
