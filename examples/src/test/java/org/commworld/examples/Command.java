package org.commworld.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command of {@code bin/}, run as a process of its own. */
final class Command {
  static final Path ROOT = root();

  private static final long LIMIT_SECONDS = 120;

  /** What a command computes here is little against its start. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private final List<String> words = new ArrayList<>();
  private final ProcessBuilder builder = new ProcessBuilder(words);

  private Command(String name) {
    words.add(ROOT.resolve("bin").resolve(name).toString());
    builder.directory(ROOT.toFile());
    builder.environment().put("COMMWORLD_JAVA_OPTS", QUICK_START);
  }

  /** How a command ended. */
  record Result(int status, List<String> out, List<String> err) {}

  static Command commworld(Object... arguments) {
    return new Command("commworld").with(arguments);
  }

  static Command mpiexec(Object... arguments) {
    return new Command("mpiexec").with(arguments);
  }

  /** A run of one of the test programs. */
  static Command program(int ranks, String name, Object... arguments) {
    return commworld("run", "-n", ranks, "--jars", testClasses(), "programs." + name)
        .with(arguments);
  }

  static Path testClasses() {
    return ROOT.resolve("examples/target/test-classes");
  }

  Command with(Object... arguments) {
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return this;
  }

  /** Puts {@code arguments} before the word {@code word}. */
  Command before(String word, String... arguments) {
    words.addAll(words.indexOf(word), List.of(arguments));
    return this;
  }

  Command in(Path directory) {
    builder.directory(directory.toFile());
    return this;
  }

  Process start() throws IOException {
    Prepared.await();
    return builder.start();
  }

  /**
   * The first start after a build says on standard error what it prepares: one before all tests.
   */
  private static final class Prepared {
    private static final int STATUS = run();

    private static int run() {
      try {
        return new ProcessBuilder(
                ROOT.resolve("bin/commworld").toString(),
                "run",
                "-n",
                "1",
                "org.commworld.examples.Hello")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("cannot run hello", e);
      }
    }

    static void await() {
      if (STATUS != 0) {
        throw new IllegalStateException("hello ended with status " + STATUS);
      }
    }
  }

  Result run() throws Exception {
    return run("");
  }

  Result run(String input) throws Exception {
    Process process = start();
    CompletableFuture<List<String>> out = lines(process.getInputStream());
    CompletableFuture<List<String>> err = lines(process.getErrorStream());
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // Nobody reads it: that is the program's affair.
    }
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after %d s: %s".formatted(LIMIT_SECONDS, words));
    }
    return new Result(process.exitValue(), out.get(), err.get());
  }

  /** All lines of a stream, read beside the process so that it never waits for us. */
  static CompletableFuture<List<String>> lines(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "reads the output of a command").start());
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("bin/commworld"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
