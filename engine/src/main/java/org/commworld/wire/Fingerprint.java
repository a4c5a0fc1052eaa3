package org.commworld.wire;

import java.util.StringJoiner;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.jspecify.annotations.Nullable;

/**
 * What must be the same on all ranks of a collective call.
 *
 * @param sequence how many collectives this rank has called on the communicator before, or {@link
 *     #UNNUMBERED}
 * @param kind which collective
 * @param root its root, −1 if it has none
 * @param op its operation, null if it has none
 * @param type its elements' type, null if ranks may differ
 * @param count its number of elements, −1 if ranks may differ
 */
public record Fingerprint(
    int sequence,
    CollectiveKind kind,
    int root,
    Op.@Nullable Kind op,
    @Nullable Datatype type,
    int count) {

  /** The sequence number of calls that all ranks of the communicator meet in, one by one. */
  public static final int UNNUMBERED = -1;

  /** A call with nothing but its kind to compare. */
  public static Fingerprint of(int sequence, CollectiveKind kind) {
    return new Fingerprint(sequence, kind, -1, null, null, -1);
  }

  /** The same as call {@code number}. */
  public Fingerprint numbered(int number) {
    return new Fingerprint(number, kind, root, op, type, count);
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", kind + "(", ")");
    if (sequence >= 0) {
      text.add("call=" + sequence);
    }
    if (root >= 0) {
      text.add("root=" + root);
    }
    if (op != null) {
      text.add("op=" + op);
    }
    if (type != null) {
      text.add("type=" + type);
    }
    if (count >= 0) {
      text.add("count=" + count);
    }
    return text.toString();
  }
}
