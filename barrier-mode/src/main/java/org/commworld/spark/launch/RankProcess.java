package org.commworld.spark.launch;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.commworld.spark.RankContext;
import org.jspecify.annotations.Nullable;

/**
 * One rank as the process that its program takes it for: threads in a group of their own, standard
 * streams, an end with a status.
 *
 * <p>The program's {@code main} runs in a thread of its own while the task's thread waits for how
 * the rank ends, so that {@code exit} from any thread of the program ends the rank even if main is
 * blocked. Threads that are left when the rank ends are interrupted and their output is dropped;
 * they do not keep the world waiting.
 */
final class RankProcess implements RankRuntime, AutoCloseable {
  private static final int MAX_HELD_BYTES = 8 << 10;
  private static final long INTERRUPT_GRACE_MILLIS = 200;

  private record End(int status, @Nullable Throwable failure) {}

  private final Program program;
  private final RankContext context;
  private final RankClassLoader loader;
  private final ThreadGroup threads;
  private final LineBuffer outLines;
  private final LineBuffer errLines;
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private volatile PrintStream out;
  private volatile PrintStream err;

  RankProcess(Program program, RankContext context) throws IOException {
    this.program = program;
    this.context = context;
    outLines = linesTo(context, false);
    errLines = linesTo(context, true);
    out = new PrintStream(outLines, true, StandardCharsets.UTF_8);
    err = new PrintStream(errLines, true, StandardCharsets.UTF_8);
    ClassLoader parent = requireNonNull(RankProcess.class.getClassLoader(), "no class loader");
    loader = new RankClassLoader(program.urls(), parent, this, context.world());
    threads = new RankThreads("rank " + context.world().rank());
  }

  private static LineBuffer linesTo(RankContext context, boolean isErr) {
    return new LineBuffer(
        (bytes, offset, length) -> context.write(isErr, bytes, offset, length), MAX_HELD_BYTES);
  }

  /**
   * Runs the program to its end. No deadline: a program may run for as long as it likes, and the
   * task's interrupt ends the wait.
   *
   * @throws Exception what main threw, or the world's abort if the rank ended with a status
   */
  void run() throws Exception {
    Thread main = new Thread(threads, this::callMain, threads.getName());
    main.setContextClassLoader(loader);
    main.setDaemon(true);
    main.start();
    End how = awaitEnd();
    outLines.finish();
    errLines.finish();
    if (how.failure() instanceof Exception e) {
      throw e;
    } else if (how.failure() instanceof Error e) {
      throw e;
    } else if (how.status() != 0) {
      context.world().abort(how.status());
    }
  }

  private End awaitEnd() throws InterruptedException, ExecutionException {
    try {
      return end.get();
    } catch (InterruptedException e) {
      threads.interrupt();
      try {
        return end.get(INTERRUPT_GRACE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException late) {
        throw e;
      }
    }
  }

  private void callMain() {
    try {
      Method main = loader.loadClass(program.mainClass()).getMethod("main", String[].class);
      main.setAccessible(true); // the class need not be public
      main.invoke(null, (Object) program.arguments().toArray(new String[0]));
      end.complete(new End(0, null));
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      StackTraces.cutBelowMain(thrown, program.mainClass());
      end.complete(new End(1, thrown));
    } catch (ReflectiveOperationException | LinkageError e) {
      end.complete(new End(1, e));
    }
  }

  @Override
  public InputStream in() {
    return context.standardInput();
  }

  @Override
  public PrintStream out() {
    return out;
  }

  @Override
  public PrintStream err() {
    return err;
  }

  @Override
  public void setOut(PrintStream stream) {
    out = stream;
  }

  @Override
  public void setErr(PrintStream stream) {
    err = stream;
  }

  @Override
  public Error exit(int status) {
    end.complete(new End(status, null));
    return new RankExit(status);
  }

  /** Interrupts what still runs, ends the streams, closes the program's jars. */
  @Override
  public void close() throws IOException {
    threads.interrupt();
    outLines.finish();
    errLines.finish();
    loader.close();
  }

  private final class RankThreads extends ThreadGroup {
    RankThreads(String name) {
      super(name);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
      if (!(thrown instanceof RankExit)) {
        err.print("Exception in thread \"" + thread.getName() + "\" ");
        thrown.printStackTrace(err);
      }
    }
  }
}
