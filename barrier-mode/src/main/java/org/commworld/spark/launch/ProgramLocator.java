package org.commworld.spark.launch;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the program that the command line names and checks, before Spark starts, that it can be
 * run: its files are there and its main class has a main.
 */
final class ProgramLocator {
  private final List<String> bundled;
  private final boolean isShipped;

  /**
   * @param bundled jars that are searched after the user's own
   * @param isShipped whether Spark will carry the jars to executors
   */
  ProgramLocator(List<String> bundled, boolean isShipped) {
    this.bundled = bundled;
    this.isShipped = isShipped;
  }

  /**
   * The program that {@code name} means: a jar with a Main-Class, or a class in one of {@code
   * jars}.
   *
   * @throws UsageException naming what is not there or not as it must be
   */
  Program locate(String name, List<String> jars, List<String> arguments) {
    List<String> classPath = new ArrayList<>();
    String mainClass = name;
    if (name.endsWith(".jar") || name.indexOf('/') >= 0) {
      mainClass = mainClassOf(requireFile(name));
      classPath.add(name);
    }
    classPath.addAll(jars);
    classPath.forEach(this::requireFile);
    List<String> searched = new ArrayList<>(classPath);
    searched.addAll(bundled);
    File origin = originOfMain(mainClass, searched);
    bundled.stream()
        .filter(jar -> new File(jar).getAbsoluteFile().equals(origin))
        .forEach(classPath::add);
    if (isShipped) {
      requireDistinctNames(classPath);
    }
    return new Program(
        mainClass,
        arguments,
        classPath.stream().map(path -> new File(path).getAbsolutePath()).toList(),
        isShipped);
  }

  private File requireFile(String path) {
    File file = new File(path);
    if (!file.exists()) {
      throw new UsageException("no such file: " + path);
    }
    if (isShipped && file.isDirectory()) {
      throw new UsageException(
          "a directory cannot be sent to the executors of a cluster, make a jar of it: " + path);
    }
    return file;
  }

  /** Executors find the jars by name. */
  private static void requireDistinctNames(List<String> paths) {
    Set<String> names = new HashSet<>();
    for (String path : paths) {
      if (!names.add(new File(path).getName())) {
        throw new UsageException("two jars of the same name: " + path);
      }
    }
  }

  private static String mainClassOf(File jar) {
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      String mainClass =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
      if (mainClass == null) {
        throw new UsageException("no Main-Class in the manifest of " + jar);
      }
      return mainClass.strip();
    } catch (IOException e) {
      throw new UsageException("not a readable jar: %s (%s)".formatted(jar, e.getMessage()));
    }
  }

  /** Where the main class comes from; its static initializer does not run here. */
  private static @Nullable File originOfMain(String mainClass, List<String> classPath) {
    try (URLClassLoader loader =
        new URLClassLoader(urlsOf(classPath), ProgramLocator.class.getClassLoader())) {
      Class<?> type = Class.forName(mainClass, false, loader);
      Method main = type.getMethod("main", String[].class);
      if (!Modifier.isStatic(main.getModifiers()) || main.getReturnType() != void.class) {
        throw new NoSuchMethodException();
      }
      CodeSource source = type.getProtectionDomain().getCodeSource();
      return source == null ? null : new File(source.getLocation().toURI()).getAbsoluteFile();
    } catch (ClassNotFoundException e) {
      throw new UsageException(
          "no such class: %s (looked in: %s)".formatted(mainClass, String.join(", ", classPath)));
    } catch (NoSuchMethodException e) {
      throw new UsageException("no public static void main(String[]) in class " + mainClass);
    } catch (LinkageError | IOException | URISyntaxException e) {
      throw new UsageException("cannot load class %s: %s".formatted(mainClass, e));
    }
  }

  private static URL[] urlsOf(List<String> paths) throws MalformedURLException {
    URL[] urls = new URL[paths.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = new File(paths.get(i)).getAbsoluteFile().toURI().toURL();
    }
    return urls;
  }
}
