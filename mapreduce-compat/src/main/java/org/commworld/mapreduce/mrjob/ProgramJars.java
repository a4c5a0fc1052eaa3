package org.commworld.mapreduce.mrjob;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The jars that a job's tasks need in JVMs of their own. */
final class ProgramJars {
  private ProgramJars() {}

  /**
   * The job's, ours, and the JSON parser's; a directory of classes becomes a jar in {@code dir}.
   */
  static List<Path> of(Class<? extends MRJob> job, Path dir) throws IOException {
    Set<Path> sources = new LinkedHashSet<>();
    for (Class<?> type : List.of(job, MRJob.class, JsonFactory.class)) {
      sources.add(source(type));
    }
    List<Path> jars = new ArrayList<>();
    for (Path source : sources) {
      jars.add(
          Files.isDirectory(source)
              ? pack(source, dir.resolve("classes-" + jars.size() + ".jar"))
              : source);
    }
    return jars;
  }

  private static Path source(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new MRJobException("class from no jar: class=" + type.getName());
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new MRJobException("jar not found: location=" + source.getLocation(), e);
    }
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    if (Files.exists(jar)) {
      return jar;
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }
}
