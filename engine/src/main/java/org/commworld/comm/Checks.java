package org.commworld.comm;

import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.jspecify.annotations.Nullable;

/** Arguments, checked before anything is sent. */
final class Checks {
  private Checks() {}

  static void dest(int dest, int size) {
    if (dest != Comm.PROC_NULL && (dest < 0 || dest >= size)) {
      throw new MpiException(
          ErrorClass.RANK, "invalid rank: dest=%d, size=%d".formatted(dest, size));
    }
  }

  static void source(int source, int size) {
    boolean special = source == Comm.PROC_NULL || source == Comm.ANY_SOURCE;
    if (!special && (source < 0 || source >= size)) {
      throw new MpiException(
          ErrorClass.RANK, "invalid rank: source=%d, size=%d".formatted(source, size));
    }
  }

  static void sendTag(int tag) {
    if (tag < 0) {
      throw new MpiException(ErrorClass.TAG, "invalid tag: tag=" + tag);
    }
  }

  static void recvTag(int tag) {
    if (tag < 0 && tag != Comm.ANY_TAG) {
      throw new MpiException(ErrorClass.TAG, "invalid tag: tag=" + tag);
    }
  }

  static void root(int root, int size) {
    if (root < 0 || root >= size) {
      throw new MpiException(
          ErrorClass.ROOT, "invalid root: root=%d, size=%d".formatted(root, size));
    }
  }

  static Data writable(@Nullable Object buffer) {
    return writable(Data.tryOf(buffer), buffer);
  }

  static Data readable(@Nullable Object buffer) {
    return readable(Data.tryOf(buffer), buffer);
  }

  /** The descriptor {@code data} of {@code buffer}, if it is one that can be received into. */
  static Data writable(@Nullable Data data, @Nullable Object buffer) {
    Data checked = check(data, buffer, "receive");
    if (checked.isReadOnly()) {
      throw new MpiException(ErrorClass.BUFFER, "receive buffer is read-only: " + checked);
    }
    return checked;
  }

  /** The descriptor {@code data} of {@code buffer}, if it is one. */
  static Data readable(@Nullable Data data, @Nullable Object buffer) {
    return check(data, buffer, "send");
  }

  private static Data check(@Nullable Data data, @Nullable Object buffer, String what) {
    if (buffer == null) {
      throw new MpiException(ErrorClass.BUFFER, what + " buffer is null");
    }
    return data != null ? data : Data.of(buffer);
  }

  /** Two buffers of one call, of the same type. */
  static void sameType(Data send, Data recv) {
    if (send.type() != recv.type()) {
      throw new MpiException(
          ErrorClass.TYPE,
          "types of one call differ: send=%s, recv=%s".formatted(send.type(), recv.type()));
    }
  }

  /** A buffer of {@code count} elements or more. */
  static Data atLeast(Data data, long count, String what) {
    if (count > data.count()) {
      throw new MpiException(
          ErrorClass.COUNT,
          "%s buffer is too short: needs=%d, elements=%d".formatted(what, count, data.count()));
    }
    return count == data.count() ? data : data.slice(0, (int) count);
  }

  /** As many counts and displacements as ranks, none negative, all inside the buffer. */
  static void layout(int @Nullable [] counts, int @Nullable [] displs, Data data, int size) {
    if (counts == null || displs == null) {
      throw new MpiException(ErrorClass.COUNT, "counts or displs is null");
    }
    if (counts.length != size || displs.length != size) {
      throw new MpiException(
          ErrorClass.COUNT,
          "not one for each rank: counts=%d, displs=%d, size=%d"
              .formatted(counts.length, displs.length, size));
    }
    for (int r = 0; r < size; r++) {
      if (counts[r] < 0 || displs[r] < 0 || displs[r] > data.count() - counts[r]) {
        throw new MpiException(
            ErrorClass.COUNT,
            "invalid block: rank=%d, count=%d, displ=%d, elements=%d"
                .formatted(r, counts[r], displs[r], data.count()));
      }
    }
  }
}
