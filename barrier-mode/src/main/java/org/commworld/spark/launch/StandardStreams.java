package org.commworld.spark.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.commworld.mpi.RankScope;

/**
 * The JVM's own {@code System.out} and {@code System.err} while ranks run in it: what the JDK
 * prints for a program (printStackTrace, say) goes to the rank that the thread's context class
 * loader belongs to, everything else to where it went before.
 */
final class StandardStreams {
  private StandardStreams() {}

  /** Takes the place of the JVM's streams, once; harmless when called again. */
  static synchronized void route() {
    if (!(System.out instanceof Routed)) {
      System.setOut(new Routed(System.out, RankRuntime::out));
    }
    if (!(System.err instanceof Routed)) {
      System.setErr(new Routed(System.err, RankRuntime::err));
    }
  }

  private static final class Routed extends PrintStream {
    Routed(PrintStream otherwise, Function<RankRuntime, PrintStream> stream) {
      // No buffer below it: the bytes of a call must leave in the thread that made the call.
      super(new ByThread(otherwise, stream), true, StandardCharsets.UTF_8);
    }
  }

  private static final class ByThread extends OutputStream {
    private final PrintStream otherwise;
    private final Function<RankRuntime, PrintStream> stream;

    ByThread(PrintStream otherwise, Function<RankRuntime, PrintStream> stream) {
      this.otherwise = otherwise;
      this.stream = stream;
    }

    private PrintStream target() {
      return RankScope.of(Thread.currentThread().getContextClassLoader())
          .filter(RankClassLoader.class::isInstance)
          .map(scope -> stream.apply(((RankClassLoader) scope).runtime()))
          .orElse(otherwise);
    }

    @Override
    public void write(int b) {
      target().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      target().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      target().flush();
    }
  }
}
