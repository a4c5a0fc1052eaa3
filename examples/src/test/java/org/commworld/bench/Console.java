package org.commworld.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command, run in this JVM, prints and returns. */
public final class Console {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final int status;

  /** A command without its streams. */
  @FunctionalInterface
  public interface Command {
    /** Runs it; its exit status. */
    int execute(PrintStream out, PrintStream err, String... arguments);
  }

  /** Runs {@code command}. */
  public Console(Command command, String... arguments) {
    PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8);
    status = command.execute(toOut, toErr, arguments);
  }

  /** The exit status. */
  public int status() {
    return status;
  }

  /** The lines of standard output. */
  public List<String> out() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** The lines of standard error. */
  public List<String> err() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
