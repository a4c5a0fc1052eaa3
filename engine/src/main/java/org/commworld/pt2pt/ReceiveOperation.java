package org.commworld.pt2pt;

import java.nio.ByteBuffer;
import org.commworld.data.Elements;
import org.commworld.data.Fold;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Status;
import org.commworld.mpi.TruncationException;
import org.commworld.spi.Pipe;
import org.commworld.stats.Span;
import org.commworld.wire.Envelope;
import org.commworld.wire.Fingerprint;
import org.commworld.wire.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * A receive that is under way. Until it is matched it belongs to its endpoint's queues, under that
 * endpoint's lock; from then on to the one thread that carries its message.
 */
public final class ReceiveOperation extends Operation {
  private int context;
  private int source;
  private int tag;
  private @Nullable Fingerprint expected;
  private @Nullable Data buffer;
  private @Nullable Fold fold;
  private @Nullable Status status;
  private Span.@Nullable MessageId message;
  private boolean isStraight;
  private long receivedBytes;
  private long ticket;
  private @Nullable ReceiveOperation next;

  ReceiveOperation(Endpoint owner) {
    super(owner);
  }

  /**
   * Makes this a new receive, which nobody knows yet.
   *
   * @param into where to, or null to take a fresh buffer of what comes
   * @param call the collective call that its message must belong to, null for point to point
   */
  ReceiveOperation set(
      int inContext, int from, int withTag, @Nullable Data into, @Nullable Fingerprint call) {
    context = inContext;
    source = from;
    tag = withTag;
    buffer = into;
    expected = call;
    fold = null;
    status = null;
    isStraight = false;
    receivedBytes = 0;
    if (message != null) {
      message = null;
    }
    reset();
    return this;
  }

  /** What comes is combined by {@code into}, with a result in the buffer, and not stored. */
  ReceiveOperation fold(Fold into) {
    fold = into;
    return this;
  }

  /** Its message has come from {@code worldRank}. */
  void arrived(int worldRank, Span.@Nullable MessageId id) {
    setPeer(worldRank);
    if (id != null) {
      message = id;
    }
  }

  /** Which message it has received, if the rank is traced. */
  public Span.@Nullable MessageId message() {
    return message;
  }

  /** Lets go of the caller's buffer, so that a spare does not keep it. */
  void release() {
    buffer = null;
    expected = null;
    fold = null;
    isStraight = false;
  }

  int tag() {
    return tag;
  }

  long ticket() {
    return ticket;
  }

  void setTicket(long number) {
    ticket = number;
  }

  @Nullable ReceiveOperation next() {
    return next;
  }

  void setNext(@Nullable ReceiveOperation after) {
    next = after;
  }

  int context() {
    return context;
  }

  int source() {
    return source;
  }

  boolean accepts(int from, int withTag) {
    return (source == Comm.ANY_SOURCE || source == from) && (tag == Comm.ANY_TAG || tag == withTag);
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
    return match(
        envelope.source(),
        envelope.tag(),
        envelope.type(),
        envelope.count(),
        envelope.fingerprint());
  }

  /** As {@link #match(Envelope)}, for the message that {@code header} is the header of. */
  boolean match(FrameHeader header) {
    return match(
        header.source(), header.tag(), header.datatype(), header.count(), header.fingerprint());
  }

  /** Takes the oldest message of {@code mail}, with its elements, or completes with an error. */
  void deliver(MessageRing mail) {
    if (!match(mail.source(), mail.tag(), mail.type(), mail.count(), mail.fingerprint())) {
      return;
    }
    if (fold == null) {
      mail.copyTo(bufferForParts());
    } else {
      Data operand = Elements.allocate(mail.type(), mail.count());
      mail.copyTo(operand);
      fold.take(operand);
    }
    complete();
  }

  private boolean match(
      int from, int withTag, Datatype type, int count, @Nullable Fingerprint call) {
    MpiException problem = problemWith(from, withTag, type, count, call);
    if (problem != null) {
      completeWith(problem);
      return false;
    }
    status = owner().status(from, withTag, type, count);
    if (buffer == null && type != Datatype.OBJECT) {
      buffer = Elements.allocate(type, count);
    }
    return true;
  }

  private @Nullable MpiException problemWith(
      int from, int withTag, Datatype type, int count, @Nullable Fingerprint call) {
    Data into = buffer;
    Fingerprint own = expected;
    if (own != null && !own.equals(call)) {
      return owner().calls().mismatch(context, source, own, call);
    }
    if (into == null) {
      return null;
    }
    if (into.type() != type) {
      return new MpiException(
          ErrorClass.TYPE,
          "received type differs: expected=%s, message=%s (%s)"
              .formatted(into.type(), type, where(from, withTag)));
    }
    if (count > into.count()) {
      return new TruncationException(
          "receive truncated: count=%d, messageCount=%d (%s)"
              .formatted(into.count(), count, where(from, withTag)));
    }
    if (own != null && count != into.count()) {
      return owner().calls().mismatch(source, own, into.count(), count);
    }
    return null;
  }

  private String where(int from, int withTag) {
    return "rank=%d, source=%d, tag=%d".formatted(owner().rank(), from, withTag);
  }

  /** Where a copy of {@code elements} would go as they are; null if they are not to be copied. */
  @Nullable Data targetOf(Data elements) {
    return fold == null && elements.type() != Datatype.OBJECT ? buffer : null;
  }

  /** Takes all elements at once from where the sender, or the queue, has them. */
  void deliver(Data elements) {
    if (fold != null) {
      fold.take(elements);
    } else if (buffer == null) {
      buffer = elements;
    } else {
      Elements.copy(elements, buffer);
    }
    complete();
  }

  /** Whether {@code bytes} more of its message's elements can come. */
  boolean expectsBytes(long bytes) {
    return bytes % status().type().sizeBytes() == 0 && bytes <= missingBytes();
  }

  /** Whether {@code bytes} more are the rest of its message. */
  boolean isLastPart(long bytes) {
    return bytes == missingBytes();
  }

  private long missingBytes() {
    Status whole = status();
    return (long) whole.count() * whole.type().sizeBytes() - receivedBytes;
  }

  /** Finds out whether its elements may come straight into the buffer from {@code pipe}. */
  boolean findStraight(Pipe pipe) {
    isStraight = fold == null && buffer != null && status().count() > 0 && pipe.isStraight(buffer);
    return isStraight;
  }

  /** Where its elements come straight to, from {@link #receivedBytes} on; null if they do not. */
  @Nullable Data straight() {
    return isStraight ? buffer : null;
  }

  /** How many bytes of its elements are here. */
  long receivedBytes() {
    return receivedBytes;
  }

  /** So many bytes have come straight into the buffer. */
  void fetched(int bytes) {
    receivedBytes += bytes;
    completeIfWhole();
  }

  /** How many of {@code bytes} bytes that are here it can take: only whole elements. */
  int usableBytes(int bytes) {
    return bytes - bytes % status().type().sizeBytes();
  }

  /** Takes the next {@link #usableBytes} of {@code in}. */
  void deliverPart(ByteBuffer in, int bytes) {
    Data into = bufferForParts();
    int size = into.type().sizeBytes();
    int first = (int) (receivedBytes / size);
    if (fold == null) {
      Elements.read(in, into, first, bytes / size);
    } else {
      fold.read(in, first, bytes / size);
    }
    fetched(bytes);
  }

  private void completeIfWhole() {
    if (missingBytes() == 0) {
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
