package org.commworld.pt2pt;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.commworld.mpi.Data;
import org.commworld.mpi.Status;
import org.commworld.stats.CallKind;
import org.commworld.stats.CallMeter;
import org.jspecify.annotations.Nullable;

/**
 * Receives that are waited for at once. While a thread of the rank spins for a short message of a
 * rank of this host, it takes it straight out of where it comes out, and posts nothing: that saves
 * a third of the time of the shortest message. Order holds, because it does so only while the
 * queues have neither a message nor a receive that the message could meet.
 */
public final class BlockingReceives {
  private final Endpoint endpoint;
  private final BriefLock lock;
  private final Mailboxes mailboxes;
  private final Waiting waiting;
  private final Links links;
  private final int mailboxBytes;
  private final AtomicReference<@Nullable ReceiveOperation> spare = new AtomicReference<>();

  /**
   * Those of {@code endpoint}.
   *
   * @param lock the endpoint's
   * @param mailboxBytes the longest message that takes the way of the mailboxes
   */
  BlockingReceives(
      Endpoint endpoint,
      BriefLock lock,
      Mailboxes mailboxes,
      Links links,
      Waiting waiting,
      int mailboxBytes) {
    this.endpoint = endpoint;
    this.lock = lock;
    this.mailboxes = mailboxes;
    this.waiting = waiting;
    this.links = links;
    this.mailboxBytes = mailboxBytes;
  }

  /**
   * Receives a message of {@code source} of the communicator into {@code buffer}, waits for it and
   * counts it. Allocates nothing if the message is short, of a rank of this host and like the one
   * before.
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
    ShortSource from = calls.isOnlyCounted(kind, bytes) ? shortSource(peer, bytes) : null;
    if (from != null) {
      Status status = takeShort(from, context, source, tag, buffer);
      // While there is time; put right if the message is shorter.
      calls.count(kind, sentBytes + bytes);
      isCounted = true;
      while (status == ShortSource.NOT_YET && start == Waiting.MET) {
        start = waiting.spin(from);
        status = takeShort(from, context, source, tag, buffer);
      }
      if (status != null && status != ShortSource.NOT_YET) {
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

  /** Where a message from {@code peer} into {@code bytes} would come out; null if it is queued. */
  private @Nullable ShortSource shortSource(int peer, long bytes) {
    return bytes <= mailboxBytes && mailboxes.has(peer) ? mailboxes.of(peer) : links.polled(peer);
  }

  /** As {@link ShortSource#take}, if the queues have nothing to do with it; null if they have. */
  private @Nullable Status takeShort(
      ShortSource from, int context, int source, int tag, Data buffer) {
    endpoint.fate().check();
    lock.lock();
    try {
      return endpoint.arrivals().queues(context).isEmptyFor(source)
          ? from.take(endpoint, context, source, tag, buffer)
          : null;
    } catch (IOException e) {
      links.lost(from, e);
      return null;
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
