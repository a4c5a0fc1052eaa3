package org.commworld.pt2pt;

import org.commworld.data.Elements;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Status;
import org.commworld.mpi.TruncationException;
import org.commworld.wire.Envelope;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A receive that is under way. Until it is matched it belongs to its endpoint's queues, under that
 * endpoint's lock; from then on to the one thread that carries its message.
 */
public final class ReceiveOperation extends Operation {
  private final int context;
  private final int source;
  private final int tag;
  private final @Nullable Fingerprint expected;
  private @Nullable Data buffer;
  private @Nullable Status status;
  private int received;

  /**
   * A receive.
   *
   * @param buffer where to, or null to take a fresh one of what comes
   * @param expected the collective call that its message must belong to, null for point to point
   */
  ReceiveOperation(
      Endpoint owner,
      int context,
      int source,
      int tag,
      @Nullable Data buffer,
      @Nullable Fingerprint expected) {
    super(owner);
    this.context = context;
    this.source = source;
    this.tag = tag;
    this.buffer = buffer;
    this.expected = expected;
  }

  int context() {
    return context;
  }

  int source() {
    return source;
  }

  boolean accepts(Envelope envelope) {
    return (source == Comm.ANY_SOURCE || source == envelope.source())
        && (tag == Comm.ANY_TAG || tag == envelope.tag());
  }

  /** The collective call that the message must belong to. */
  public @Nullable Fingerprint expected() {
    return expected;
  }

  /**
   * Source, tag, type and count of what was received; only when it is complete and without error.
   */
  public Status status() {
    return java.util.Objects.requireNonNull(status, "receive is not complete");
  }

  /**
   * The elements received, in a buffer as long as the message; only when it is complete and without
   * error.
   */
  public Data data() {
    Data whole = java.util.Objects.requireNonNull(buffer, "receive is not complete");
    return whole.slice(0, status().count());
  }

  /**
   * Takes {@code envelope} as its message, or completes with an error if the message does not fit.
   *
   * @return whether elements shall follow
   */
  boolean match(Envelope envelope) {
    MpiException problem = problemWith(envelope);
    if (problem != null) {
      completeWith(problem);
      return false;
    }
    status = new Status(envelope.source(), envelope.tag(), envelope.type(), envelope.count());
    if (buffer == null && envelope.type() != Datatype.OBJECT) {
      buffer = Elements.allocate(envelope.type(), envelope.count());
    }
    return true;
  }

  private @Nullable MpiException problemWith(Envelope envelope) {
    Data into = buffer;
    if (expected != null && !expected.equals(envelope.fingerprint())) {
      return owner().calls().mismatch(context, source, expected, envelope.fingerprint());
    }
    if (into == null) {
      return null;
    }
    if (into.type() != envelope.type()) {
      return new MpiException(
          ErrorClass.TYPE,
          "received type differs: expected=%s, message=%s (%s)"
              .formatted(into.type(), envelope.type(), where(envelope)));
    }
    if (envelope.count() > into.count()) {
      return new TruncationException(
          "receive truncated: count=%d, messageCount=%d (%s)"
              .formatted(into.count(), envelope.count(), where(envelope)));
    }
    if (expected != null && envelope.count() != into.count()) {
      return owner().calls().mismatch(source, expected, into.count(), envelope.count());
    }
    return null;
  }

  private String where(Envelope envelope) {
    return "rank=%d, source=%d, tag=%d"
        .formatted(owner().rank(), envelope.source(), envelope.tag());
  }

  /** Takes all elements at once from where the sender, or the queue, has them. */
  void deliver(Data elements) {
    if (buffer == null) {
      buffer = elements;
    } else {
      Elements.copy(elements, buffer);
    }
    complete();
  }

  /** Whether {@code bytes} more of its message's elements can come. */
  boolean expectsBytes(long bytes) {
    int size = status().type().sizeBytes();
    return bytes % size == 0 && bytes / size <= status().count() - received;
  }

  /** Whether {@code bytes} more are the rest of its message. */
  boolean isLastPart(long bytes) {
    return bytes / status().type().sizeBytes() == status().count() - received;
  }

  /**
   * Takes the elements that the bytes of {@code in} hold, as many as are whole and still missing.
   */
  void deliverPart(java.nio.ByteBuffer in, int bytes) {
    Data into = bufferForParts();
    int count = bytes / into.type().sizeBytes();
    Elements.read(in, into, received, count);
    received += count;
    if (received == status().count()) {
      complete();
    }
  }

  private Data bufferForParts() {
    Data into = buffer;
    if (into == null) {
      into = Data.ofSerialized(new byte[status().count()]);
      buffer = into;
    }
    return into;
  }

  void cancelled() {
    status = new Status(Comm.PROC_NULL, Comm.ANY_TAG, Datatype.BYTE, 0);
    if (buffer == null) {
      buffer = Elements.allocate(Datatype.BYTE, 0);
    }
    complete();
  }
}
