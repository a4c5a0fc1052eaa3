package org.commworld.compare.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.commworld.compare.data.Inputs;
import org.commworld.compare.data.Sources;
import org.commworld.compare.workload.Task;
import org.commworld.compare.workload.Workload;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A mistake in what the engines of the JVM share shows as a wrong answer: each kernel is compiled
 * with one, and used by engine and oracle alike.
 */
@Timeout(60)
class WrongKernelTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allreduce | compare/workload/Pattern | i % PERIOD | i % (PERIOD - 1)",
        "allreduce | compare/workload/Pattern | (i + rank) % WEIGHTS | i % WEIGHTS",
        "alltoall  | compare/workload/Pattern | i % PERIOD | i % (PERIOD - 1)",
        "kmeans    | compare/workload/ClusterSums | distance < least | distance < least * 1.01",
        "kmeans    | compare/workload/Points | comma + 1)) | comma + 1)) + 1e-6",
        "logreg    | examples/LatenessModel | TYPICAL_MILES = 700 | TYPICAL_MILES = 700.00001",
        "logreg    | examples/LatenessModel | delay > LATE | delay >= LATE",
        "logreg    | examples/LatenessModel | Math.max(z, 0) | Math.max(z, 1e-5)",
        "pagerank  | compare/workload/Page | page % 10 | page % 9",
        "wordcount | compare/workload/Words | <= 'z' | < 'z'",
        "wordcount | compare/workload/Words | i <= line.length() | i < line.length()",
        "sort      | compare/workload/Records | Arrays.compareUnsigned(a | Arrays.compare(a",
        "sort      | compare/workload/SortDigest | hash * 31 | hash * 33",
        "heat      | compare/workload/Stencil | ALPHA = 0.1 | ALPHA = 0.1000000001",
        "heat      | compare/workload/Stencil | row % 7 | row % 6",
        "pi        | compare/workload/Samples | >>> 27 | >>> 28",
        "pi        | compare/workload/Samples | y * y < 1 | y * y < 1.01",
      })
  void isCaught(String workload, String source, String right, String wrong) throws Exception {
    Task task = task(workload);
    List<String> before = trial(task, List.of());
    Path classes = compiled(source, right, wrong);

    List<String> after = trial(task, List.of(classes.toUri().toURL()));

    assertThat(before.get(2)).as("agrees").isEqualTo("true");
    assertThat(after.get(1)).as("the right answer").isEqualTo(before.get(1));
    assertThat(after.get(2)).as("agrees with a mistake: %s", after).isEqualTo("false");
  }

  private Task task(String label) throws IOException {
    Workload workload = Workload.find(label).orElseThrow();
    Inputs inputs = new Inputs(directory, new Sources(null, null, null), (parquet, lines) -> {});
    return inputs.task(workload, workload.isSweep() ? 16 << 10 : 3001);
  }

  /** A directory with the class whose source has {@code wrong} in place of {@code right}. */
  private Path compiled(String source, String right, String wrong) throws IOException {
    String carried = "/META-INF/sources/org/commworld/" + source + ".java";
    String text;
    try (InputStream in =
        Objects.requireNonNull(WrongKernelTest.class.getResourceAsStream(carried), carried)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(text).contains(right);
    String name = source.substring(source.lastIndexOf('/') + 1) + ".java";
    Path file = Files.writeString(directory.resolve(name), text.replace(right, wrong));
    Path classes = Files.createDirectory(directory.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status =
        compiler.run(
            null,
            said,
            said,
            "-proc:none",
            "-nowarn",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-d",
            classes.toString(),
            file.toString());
    assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
    return classes;
  }

  /** Engine and oracle with the kernels in {@code first}, otherwise with our own. */
  private static List<String> trial(Task task, List<URL> first) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try (Kernels loader = new Kernels(first.toArray(URL[]::new))) {
      thread.setContextClassLoader(loader); // objects that ranks send are of its classes
      Object trial =
          loader
              .loadClass(Trial.class.getName())
              .getConstructor(String.class, long.class, int.class, String.class)
              .newInstance(task.workload().label(), task.size(), task.rounds(), task.input());
      @SuppressWarnings("unchecked") // as Trial says
      List<String> said = ((Callable<List<String>>) trial).call();
      return said;
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  /** Has its own classes of the comparison and of the examples. */
  private static final class Kernels extends URLClassLoader {
    Kernels(URL... first) {
      super(first, WrongKernelTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.commworld.compare.")
          && !name.startsWith("org.commworld.examples.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? own(name) : loaded;
      }
    }

    private Class<?> own(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      URL url = findResource(file);
      try (InputStream in = (url == null ? getResource(file) : url).openStream()) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
