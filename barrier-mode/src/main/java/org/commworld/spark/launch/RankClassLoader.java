package org.commworld.spark.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Manifest;
import org.commworld.mpi.Comm;
import org.commworld.mpi.RankScope;
import org.jspecify.annotations.Nullable;

/**
 * Loads the program of one rank: its own classes before the parent's, so that static state belongs
 * to the rank, but what the JVM, Spark and Commworld use from the parent ({@link SharedClasses}).
 * Redirects the program's use of {@code System} to the rank ({@link SystemRedirect}). By being a
 * {@link RankScope} it is how code finds the rank it belongs to. Any thread may use it.
 */
public final class RankClassLoader extends URLClassLoader implements RankScope {
  private static final String PER_RANK = "org.commworld.spark.launch.rank.";

  static {
    registerAsParallelCapable();
  }

  private final RankRuntime runtime;
  private final Comm world;

  RankClassLoader(URL[] program, ClassLoader parent, RankRuntime runtime, Comm world) {
    super("rank " + world.rank(), program, parent);
    this.runtime = runtime;
    this.world = world;
  }

  /** What {@code System} is for this rank. */
  public RankRuntime runtime() {
    return runtime;
  }

  @Override
  public Comm world() {
    return world;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean perRank = name.startsWith(PER_RANK);
    if (!perRank && SharedClasses.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        URL location = perRank ? getParent().getResource(pathOf(name)) : findResource(pathOf(name));
        if (location == null) {
          return super.loadClass(name, resolve);
        }
        loaded = define(name, location);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }

  private Class<?> define(String name, URL location) throws ClassNotFoundException {
    try {
      URLConnection connection = location.openConnection();
      // A cached connection keeps the jar open in the whole JVM when this loader is closed.
      connection.setUseCaches(false);
      byte[] classFile;
      try (InputStream in = connection.getInputStream()) {
        classFile = in.readAllBytes();
        definePackageOf(name, connection);
      }
      URL source =
          connection instanceof JarURLConnection jar ? jar.getJarFileURL() : rootOf(location, name);
      byte[] redirected = SystemRedirect.apply(classFile);
      return defineClass(
          name, redirected, 0, redirected.length, new CodeSource(source, (Certificate[]) null));
    } catch (IOException e) {
      throw new ClassNotFoundException(
          "cannot read class: name=%s, url=%s".formatted(name, location), e);
    }
  }

  private void definePackageOf(String className, URLConnection connection) throws IOException {
    String packageName = className.substring(0, Math.max(0, className.lastIndexOf('.')));
    if (packageName.isEmpty() || getDefinedPackage(packageName) != null) {
      return;
    }
    try {
      if (connection instanceof JarURLConnection jar) {
        Manifest manifest = jar.getManifest();
        definePackage(
            packageName, manifest == null ? new Manifest() : manifest, jar.getJarFileURL());
      } else {
        definePackage(packageName, null, null, null, null, null, null, null);
      }
    } catch (IllegalArgumentException e) {
      if (getDefinedPackage(packageName) == null) {
        throw e;
      } // otherwise another thread has just defined it
    }
  }

  private static URL rootOf(URL location, String className) throws IOException {
    String url = location.toExternalForm();
    return new URL(url.substring(0, url.length() - pathOf(className).length()));
  }

  private static String pathOf(String className) {
    return className.replace('.', '/') + ".class";
  }
}
