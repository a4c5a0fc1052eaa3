package org.commworld.wire;

import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.jspecify.annotations.Nullable;

/**
 * What must be the same on all ranks of a collective call.
 *
 * @param sequence how many collectives this rank has called on the communicator before
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

  /** A call with nothing but its kind to compare. */
  public static Fingerprint of(int sequence, CollectiveKind kind) {
    return new Fingerprint(sequence, kind, -1, null, null, -1);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(kind.toString()).append("(call=").append(sequence);
    if (root >= 0) {
      text.append(", root=").append(root);
    }
    if (op != null) {
      text.append(", op=").append(op);
    }
    if (type != null) {
      text.append(", type=").append(type);
    }
    if (count >= 0) {
      text.append(", count=").append(count);
    }
    return text.append(')').toString();
  }
}
