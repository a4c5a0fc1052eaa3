package org.commworld.pt2pt;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Status;
import org.commworld.stats.CallKind;
import org.commworld.stats.CallMeter;
import org.jspecify.annotations.Nullable;

/**
 * Receives that are waited for at once. While a thread of the rank spins for a short message of a
 * rank of this JVM, it takes it straight out of the {@link Mailbox}, and posts nothing: that saves
 * a third of the time of the shortest message. Order holds, because it does so only while the
 * queues have neither a message nor a receive that the message could meet.
 */
public final class BlockingReceives {
  /** There is no message yet. */
  private static final Status NOT_YET = new Status(Comm.PROC_NULL, 0, Datatype.BYTE, 0);

  private final Endpoint endpoint;
  private final ReentrantLock lock;
  private final Mailboxes mailboxes;
  private final Waiting waiting;
  private final int shortBytes;
  private final AtomicReference<@Nullable ReceiveOperation> spare = new AtomicReference<>();

  /**
   * Those of {@code endpoint}.
   *
   * @param lock the endpoint's
   * @param shortBytes the longest message that takes the way of the mailboxes
   */
  BlockingReceives(
      Endpoint endpoint, ReentrantLock lock, Mailboxes mailboxes, Waiting waiting, int shortBytes) {
    this.endpoint = endpoint;
    this.lock = lock;
    this.mailboxes = mailboxes;
    this.waiting = waiting;
    this.shortBytes = shortBytes;
  }

  /**
   * Receives a message of {@code source} of the communicator into {@code buffer}, waits for it and
   * counts it. Allocates nothing if the message is short, from this JVM and like the one before.
   *
   * @param calls counts, unless a call is open already, one of {@code kind}
   * @param sentBytes what else the call has moved
   * @param peer the source in the world, −1 for any
   */
  @SuppressWarnings("ReferenceEquality") // NOT_YET is no status.
  public Status receive(
      CallMeter calls,
      CallKind kind,
      long sentBytes,
      int context,
      int source,
      int tag,
      Data buffer,
      int peer) {
    long bytes = buffer.lengthBytes();
    long start = Waiting.MET;
    boolean isCounted = false;
    if (bytes <= shortBytes && calls.isOnlyCounted(kind, bytes) && mailboxes.has(peer)) {
      Mailbox mailbox = mailboxes.of(peer);
      Status status = takeShort(mailbox, context, source, tag, buffer);
      // While there is time; put right if the message is shorter.
      calls.count(kind, sentBytes + bytes);
      isCounted = true;
      while (status == NOT_YET && start == Waiting.MET) {
        start = waiting.spin(mailbox);
        status = takeShort(mailbox, context, source, tag, buffer);
      }
      if (status != null && status != NOT_YET) {
        if (status.count() != buffer.count()) {
          calls.countMore(kind, bytesOf(status) - bytes);
        }
        return status;
      }
    }
    boolean counts = isCounted ? calls.reopen(kind) : calls.begin(kind, bytes);
    try {
      calls.moved(isCounted ? -bytes : sentBytes);
      Status status = receiveQueued(context, source, tag, buffer, peer, start);
      calls.moved(bytesOf(status));
      return status;
    } finally {
      calls.end(counts);
    }
  }

  private static long bytesOf(Status status) {
    return (long) status.count() * status.type().sizeBytes();
  }

  /**
   * Takes a message straight out of {@code mailbox}, past the queues, if they have nothing to do
   * with it.
   *
   * @return {@link #NOT_YET} if there is none; null if the receive has to be queued
   */
  private @Nullable Status takeShort(
      Mailbox mailbox, int context, int source, int tag, Data buffer) {
    endpoint.fate().check();
    lock.lock();
    try {
      if (!endpoint.queues(context).isEmptyFor(source)) {
        return null;
      }
      Mailbox.Cell cell = mailbox.peek();
      if (cell == null) {
        mailbox.expect();
        return NOT_YET;
      }
      if (!cell.fits(context, source, tag, buffer)) {
        return null;
      }
      Status status = endpoint.status(source, cell.tag(), buffer.type(), cell.count());
      cell.copyTo(buffer);
      mailbox.remove();
      return status;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a message of a wait that began at {@code start}, if it has begun. */
  private Status receiveQueued(
      int context, int source, int tag, Data buffer, int peer, long start) {
    ReceiveOperation kept = spare.getAndSet(null);
    ReceiveOperation receive = kept != null ? kept : new ReceiveOperation(endpoint);
    endpoint.start(receive.set(context, source, tag, buffer, null));
    receive.expect(peer);
    if (start == Waiting.MET) {
      waiting.await(receive);
    } else {
      waiting.awaitSince(receive, start);
    }
    receive.checkError();
    Status status = receive.status();
    // Nobody else knows it any more: what is matched has left the queues.
    receive.release();
    spare.set(receive);
    return status;
  }
}
