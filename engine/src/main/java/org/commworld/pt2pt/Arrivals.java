package org.commworld.pt2pt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.stats.RankMeter;
import org.commworld.stats.Span;
import org.commworld.wire.Envelope;
import org.commworld.wire.FrameHeader;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages that come to a rank meet its receives: each way that they come by, one method.
 * Guarded by the endpoint's lock, which all methods expect to be held.
 */
final class Arrivals {
  /** What a held message costs beside its bytes. */
  private static final int MESSAGE_CHARGE = 64;

  private final Map<Integer, MatchQueues> contexts = new HashMap<>();
  private final Mailboxes mailboxes;
  private final RankMeter meter;
  private final Waiting waiting;
  private final LocalRanks.Limits limits;
  private final boolean isTraced;
  private @Nullable MatchQueues lastQueues;
  private long heldBytes;

  /** None yet; those of this JVM come through {@code mailboxes} or straight from their sends. */
  Arrivals(Mailboxes mailboxes, RankMeter meter, Waiting waiting, LocalRanks.Limits limits) {
    this.mailboxes = mailboxes;
    this.meter = meter;
    this.waiting = waiting;
    this.limits = limits;
    this.isTraced = limits.spans() > 0;
  }

  /**
   * The queues of {@code context}. The last ones used are at hand: a map of boxed ids would
   * allocate.
   */
  MatchQueues queues(int context) {
    MatchQueues last = lastQueues;
    if (last != null && last.context() == context) {
      return last;
    }
    MatchQueues queues = contexts.computeIfAbsent(context, MatchQueues::new);
    lastQueues = queues;
    return queues;
  }

  /** Takes what is in the mailboxes to their receives or into the queues. Whether anything was. */
  boolean emptyMailboxes() {
    boolean moved = false;
    for (Mailbox mailbox : mailboxes.all()) {
      for (MessageRing mail = mailbox.oldest(); mail != null; mail = mailbox.oldest()) {
        take(mail, mailbox);
        mailbox.remove();
        moved = true;
      }
    }
    return moved;
  }

  private void take(MessageRing mail, Mailbox mailbox) {
    MatchQueues queues = queues(mail.context());
    ReceiveOperation receive = queues.takePosted(mail.source(), mail.tag());
    Span.MessageId message = isTraced ? meter.arrival(mail.context(), mailbox.sender()) : null;
    if (receive != null) {
      receive.arrived(mailbox.sender(), message);
      receive.deliver(mail);
      return;
    }
    Envelope envelope = mail.envelope();
    Data held = Elements.allocate(envelope.type(), envelope.count());
    mail.copyTo(held);
    heldBytes += envelope.lengthBytes() + MESSAGE_CHARGE;
    mailbox.setClosed(heldBytes > limits.unexpected());
    queues.add(Unexpected.held(envelope, held, null).from(mailbox.sender(), message));
  }

  /**
   * A send of this JVM that is too long for a mailbox; the receive that is to have it, for the
   * caller to copy after letting the lock go, or null if it waits in the queue.
   *
   * @param synchronous whether its sender waits until it is matched
   */
  @Nullable ReceiveOperation arrived(SendOperation send, boolean synchronous) {
    emptyMailboxes();
    Envelope envelope = send.envelope();
    int sender = send.owner().rank();
    MatchQueues queues = queues(envelope.context());
    ReceiveOperation receive = queues.takePosted(envelope.source(), envelope.tag());
    mailboxes.of(sender).passed(envelope.lengthBytes());
    Span.MessageId message = meter.arrival(envelope.context(), sender);
    if (receive == null) {
      queues.add((synchronous ? Unexpected.pending(send) : hold(send)).from(sender, message));
    } else {
      receive.arrived(sender, message);
    }
    return receive;
  }

  private Unexpected hold(SendOperation send) {
    Envelope envelope = send.envelope();
    boolean object = envelope.type() == Datatype.OBJECT;
    long charge = envelope.lengthBytes() + MESSAGE_CHARGE;
    boolean isShort = object || envelope.lengthBytes() <= limits.eagerInproc();
    if (!isShort || heldBytes + charge > limits.unexpected()) {
      return Unexpected.pending(send);
    }
    heldBytes += charge;
    Data held = send.data();
    if (!object) {
      held = Elements.allocate(envelope.type(), envelope.count());
      Elements.copy(send.data(), held);
    }
    send.complete();
    return Unexpected.held(envelope, held, null);
  }

  /** A short message, all of it in {@code in}. */
  void arrived(FrameLink link, FrameHeader header, ByteBuffer in) throws IOException {
    MatchQueues queues = queues(header.context());
    ReceiveOperation receive = queues.takePosted(header.source(), header.tag());
    Span.MessageId message = meter.arrival(header.context(), link.peer());
    if (receive != null) {
      receive.arrived(link.peer(), message);
      if (receive.match(header)) {
        receive.deliverPart(in, (int) header.lengthBytes());
      }
      link.release(header.lengthBytes());
      return;
    }
    Envelope envelope = header.envelope();
    Data held =
        envelope.type() == Datatype.OBJECT
            ? Data.ofSerialized(new byte[envelope.count()])
            : Elements.allocate(envelope.type(), envelope.count());
    Elements.read(in, held, 0, envelope.count());
    queues.add(Unexpected.held(envelope, held, link).from(link.peer(), message));
    waiting.wake();
  }

  /** The announcement of a message whose elements wait with their sender. */
  void announced(FrameLink link, Envelope envelope, int sendId) throws IOException {
    MatchQueues queues = queues(envelope.context());
    ReceiveOperation receive = queues.takePosted(envelope.source(), envelope.tag());
    Span.MessageId message = meter.arrival(envelope.context(), link.peer());
    if (receive != null) {
      receive.arrived(link.peer(), message);
      link.clear(sendId, receive.match(envelope) ? receive : null);
      return;
    }
    queues.add(Unexpected.announced(envelope, link, sendId).from(link.peer(), message));
    waiting.wake();
  }

  /** A held message of this JVM has left the queue. */
  void release(Envelope envelope) {
    heldBytes -= envelope.lengthBytes() + MESSAGE_CHARGE;
    if (heldBytes < limits.unexpected() / 2) {
      mailboxes.open();
    }
  }

  /** Forgets {@code context}, which no message will use any more. */
  void forget(int context) {
    contexts.remove(context);
    lastQueues = null;
  }
}
