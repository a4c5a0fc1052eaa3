package org.commworld.spark.launch;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows a program's failures as the program would see them without a launcher. */
final class StackTraces {
  private StackTraces() {}

  /** Cuts the frames below the program's main, of the failure and its causes. */
  static void cutBelowMain(Throwable failure, String mainClass) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (@Nullable Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      StackTraceElement[] frames = t.getStackTrace();
      int last = frames.length;
      while (last > 0 && !isMain(frames[last - 1], mainClass)) {
        last--;
      }
      if (last > 0) {
        t.setStackTrace(Arrays.copyOf(frames, last));
      }
    }
  }

  private static boolean isMain(StackTraceElement frame, String mainClass) {
    return frame.getMethodName().equals("main") && frame.getClassName().equals(mainClass);
  }
}
