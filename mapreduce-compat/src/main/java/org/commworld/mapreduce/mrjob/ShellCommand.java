package org.commworld.mapreduce.mrjob;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A shell command that lines go through. A thread of its own feeds the command, so that neither
 * side can block the other; closing ends both.
 */
final class ShellCommand implements AutoCloseable {
  private final String command;
  private final Process process;
  private final FutureTask<Void> feeder;
  private final LineReader output;

  ShellCommand(String command, Iterator<byte[]> input) throws IOException {
    this.command = command;
    process = new ProcessBuilder("/bin/sh", "-c", command).redirectError(Redirect.INHERIT).start();
    output = new LineReader(process.getInputStream());
    feeder =
        new FutureTask<>(
            () -> {
              feed(input);
              return null;
            });
    Thread thread = new Thread(feeder, "mrjob-feeder");
    thread.setDaemon(true);
    thread.start();
  }

  private void feed(Iterator<byte[]> input) throws IOException {
    OutputStream in = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
    try (in) {
      while (input.hasNext()) {
        in.write(input.next());
        in.write('\n');
      }
    } catch (IOException e) {
      // A command may end before its input does, as head does; its exit status tells.
      input.forEachRemaining(line -> {});
    }
  }

  /** The command's output; at its end the command must have succeeded. */
  Iterator<byte[]> lines() {
    return output;
  }

  /** Waits for the command's end. */
  void finish() throws IOException, InterruptedException {
    int status = process.waitFor();
    try {
      feeder.get();
    } catch (ExecutionException e) {
      throw new IOException("input of a command failed: command=" + command, e.getCause());
    }
    if (status != 0) {
      throw new IOException("command failed: status=" + status + ", command=" + command);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
