package org.commworld.comm;

import java.lang.ref.WeakReference;
import java.util.Objects;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of the arrays that calls were given last, so that calls in a loop make none.
 * Keeps no array alive. Races are harmless: descriptors are immutable, and a lost one is made anew.
 */
final class RecentBuffers {
  private static final int KEPT = 4;

  @SuppressWarnings({"unchecked", "rawtypes"}) // No arrays of a generic type.
  private final @Nullable WeakReference<Data>[] kept =
      (WeakReference<Data>[]) new WeakReference[KEPT];

  private int next;

  /** {@link Data#of} of {@code x}. */
  Data of(Object x) {
    return Objects.requireNonNull(find(x, true));
  }

  /** {@link Data#tryOf} of {@code x}. */
  @Nullable Data tryOf(@Nullable Object x) {
    return x == null ? null : find(x, false);
  }

  private @Nullable Data find(Object x, boolean mustBe) {
    for (WeakReference<Data> reference : kept) {
      Data data = reference == null ? null : reference.get();
      if (data != null && data.base() == x) {
        return data;
      }
    }
    Data fresh = mustBe ? Data.of(x) : Data.tryOf(x);
    // Of an NIO buffer, position and limit may be others next time.
    if (fresh != null && x.getClass().isArray()) {
      int at = next;
      kept[at] = new WeakReference<>(fresh);
      next = (at + 1) % KEPT;
    }
    return fresh;
  }
}
