package org.commworld.data;

import java.io.ObjectInputFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a filter refused, which the exception of the stream does not say. One stream's.
 */
final class RefusalRecorder {
  private final ObjectInputFilter filter;
  private @Nullable String refusal;

  RefusalRecorder(ObjectInputFilter filter) {
    this.filter = filter;
  }

  /** The filter that refuses what it or {@code other} refuses. */
  ObjectInputFilter beside(@Nullable ObjectInputFilter other) {
    ObjectInputFilter both = ObjectInputFilter.merge(filter, other);
    return info -> {
      ObjectInputFilter.Status status = both.checkInput(info);
      if (status == ObjectInputFilter.Status.REJECTED && refusal == null) {
        refusal = describe(info);
      }
      return status;
    };
  }

  private static String describe(ObjectInputFilter.FilterInfo info) {
    Class<?> refused = info.serialClass();
    return "object refused by the filter: class=%s, depth=%d, arrayLength=%d, references=%d"
        .formatted(
            refused == null ? "none" : refused.getTypeName(),
            info.depth(),
            info.arrayLength(),
            info.references());
  }

  /** What was refused first. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }
}
