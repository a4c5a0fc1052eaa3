package org.commworld.spark.launch;

import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of the launcher from outside: by a signal, or because nobody reads its output. Ends the
 * ranks in order if that is quick, and in any case within two seconds.
 */
final class Termination {
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
  private static final int SIGPIPE = 13;
  private static final long ORDERLY_MILLIS = 900;
  private static final long LIMIT_MILLIS = 1800;
  private static final int NONE = -1;

  private final AtomicInteger status = new AtomicInteger(NONE);
  private final PrintStream messages;
  private volatile Runnable cancel = () -> {};

  Termination(PrintStream messages) {
    this.messages = messages;
  }

  /** Handles the signals that end a process. */
  void handleSignals() {
    SIGNALS.forEach(
        (name, number) -> handle(name, () -> begin(ExitStatus.ofSignal(number), "SIG" + name)));
  }

  /** What makes the launcher's main thread return from the job that it waits for. */
  void cancelBy(Runnable action) {
    cancel = action;
  }

  boolean isUnderWay() {
    return status.get() != NONE;
  }

  /** The status to exit with: that of the termination if one is under way. */
  int statusOr(int otherwise) {
    int own = status.get();
    return own == NONE ? otherwise : own;
  }

  /** Nobody reads the output: end quietly, as a process that gets SIGPIPE. */
  void outputClosed() {
    status.compareAndSet(NONE, ExitStatus.ofSignal(SIGPIPE));
    daemon("commworld-output-closed", this::endRanks);
  }

  private void begin(int newStatus, String reason) {
    if (!status.compareAndSet(NONE, newStatus)) {
      Runtime.getRuntime().halt(newStatus); // asked twice
    }
    messages.println("commworld: ending all ranks on " + reason);
    endRanks();
  }

  private void endRanks() {
    daemon(
        "commworld-halt",
        () -> {
          pause(LIMIT_MILLIS);
          Runtime.getRuntime().halt(statusOr(ExitStatus.FAILED));
        });
    cancel.run();
    pause(ORDERLY_MILLIS);
    // The main thread did not get there: let the shutdown hooks clean up.
    System.exit(statusOr(ExitStatus.FAILED));
  }

  private static void daemon(String name, Runnable action) {
    Thread thread = new Thread(action, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * By reflection: sun.misc.Signal is the JDK's only way to a signal, is exported by
   * jdk.unsupported, and javac's warning about it cannot be suppressed.
   */
  private static void handle(String signal, Runnable action) {
    try {
      Class<?> signalClass = Class.forName("sun.misc.Signal");
      Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
              return method.invoke(action, arguments);
            }
            action.run();
            return null;
          };
      Object handler =
          Proxy.newProxyInstance(
              Termination.class.getClassLoader(), new Class<?>[] {handlerClass}, call);
      signalClass
          .getMethod("handle", signalClass, handlerClass)
          .invoke(null, signalClass.getConstructor(String.class).newInstance(signal), handler);
    } catch (ReflectiveOperationException e) {
      // No such signal here, or it is not ours to handle: its default stays.
      org.slf4j.LoggerFactory.getLogger(Termination.class)
          .debug("signal not handled: name={}", signal, e);
    }
  }
}
