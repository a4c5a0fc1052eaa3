package org.commworld.mpi;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a class loader is that loads the program of one rank: through it, code finds the rank that
 * it belongs to without any thread-local or static state.
 */
public interface RankScope {
  /** The world of the rank whose program this class loader loads. */
  Comm world();

  /**
   * The scope of the calling code: that of the nearest caller whose class a scope, or a loader
   * below one, has loaded; if there is none, that of the thread's context class loader.
   */
  static Optional<RankScope> current() {
    Optional<RankScope> ofCaller =
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
            .walk(
                frames ->
                    frames
                        .map(frame -> of(frame.getDeclaringClass().getClassLoader()))
                        .flatMap(Optional::stream)
                        .findFirst());
    return ofCaller.or(() -> of(Thread.currentThread().getContextClassLoader()));
  }

  /** The scope that {@code loader} or the nearest of its parents is. */
  static Optional<RankScope> of(@Nullable ClassLoader loader) {
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      if (l instanceof RankScope scope) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
