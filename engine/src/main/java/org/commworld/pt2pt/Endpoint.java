package org.commworld.pt2pt;

import org.commworld.data.Fold;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Status;
import org.commworld.spi.Failure;
import org.commworld.spi.Pipe;
import org.commworld.stats.RankMeter;
import org.commworld.stats.RankStatistics;
import org.commworld.wire.Envelope;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * One rank's end of all its messages: the queues in which sends and receives meet. Used by the
 * rank's own threads, by those of the other ranks in this JVM and by the JVM's progress thread; one
 * lock guards queues and connections.
 *
 * <p>In one JVM a message moves in one copy: whoever comes second, sender or receiver, finds the
 * other in the queue under the lock, and copies from the sender's array to the receiver's after
 * letting the lock go; long messages both of them copy, whenever they wait ({@link JointCopy}).
 * Short messages that come first are copied into the queue instead, so that their sender can go on;
 * how much of that a receiver holds is bounded, beyond it senders wait.
 *
 * <p>The shortest messages go through a {@link Mailbox} of the two ranks, without the receiver's
 * lock. Order holds: whoever takes the lock to queue something looks through the mailboxes first,
 * and a sender uses the queue only after its messages in the mailbox are in the queue too.
 */
public final class Endpoint implements Waiting.Progress {
  private static final int MAX_IDLE_POLLS = 256;

  private final int rank;
  private final int shortBytes;
  private final LocalRanks world;
  private final BriefLock lock = new BriefLock();
  private final CollectiveCalls calls;
  private final Links links;
  private final RankMeter meter;
  private final Waiting waiting;
  private final Mailboxes mailboxes;
  private final JointCopies copies = new JointCopies();
  private final Arrivals arrivals;
  private final BlockingReceives blockingReceives;
  private @Nullable Status lastStatus;

  Endpoint(int rank, LocalRanks world) {
    this.rank = rank;
    this.world = world;
    this.shortBytes = Math.min(MessageRing.MAX_BYTES, world.limits().eagerInproc());
    this.calls = new CollectiveCalls(rank, world, lock);
    this.links = new Links(this, world, lock);
    this.meter = new RankMeter(world.worldSize(), world.limits().spans());
    this.waiting = new Waiting(world.fate(), this, meter, world.countOnHost(rank));
    this.mailboxes = new Mailboxes(world.worldSize(), lock, waiting.spins());
    this.arrivals = new Arrivals(mailboxes, meter, waiting, world.limits());
    this.blockingReceives = new BlockingReceives(this, lock, mailboxes, links, waiting, shortBytes);
  }

  /** The rank in the world. */
  public int rank() {
    return rank;
  }

  /** The ranks that share this JVM. */
  public LocalRanks world() {
    return world;
  }

  /** How the threads of this rank wait. */
  public Waiting waiting() {
    return waiting;
  }

  /** What counts and times what this rank does. */
  public RankMeter meter() {
    return meter;
  }

  Fate fate() {
    return world.fate();
  }

  // ---- sends ----

  /**
   * Starts to send {@code data} to {@code dest} of the world.
   *
   * @param synchronous whether it is complete only when it is matched
   */
  public SendOperation send(int dest, Envelope envelope, Data data, boolean synchronous) {
    fate().check();
    SendOperation send = new SendOperation(this, envelope, data);
    send.setPeer(dest);
    Endpoint local = world.find(dest);
    if (local != null) {
      local.arrived(send, synchronous);
    } else {
      links.send(dest, send, synchronous);
    }
    return send;
  }

  /**
   * Sends {@code data} to {@code dest} of the world at once if it is short and {@code dest} can
   * take it now; whether it has. Allocates nothing.
   */
  public boolean sendShort(
      int dest, int context, int source, int tag, Data data, @Nullable Fingerprint call) {
    Endpoint local = world.find(dest);
    if (local == null) {
      fate().check();
      return links.sendNow(dest, context, source, tag, data, call);
    }
    if (data.lengthBytes() > shortBytes) {
      return false;
    }
    fate().check();
    if (!local.mailboxes.of(rank).offer(context, source, tag, data, call)) {
      return false;
    }
    local.waiting.wake();
    return true;
  }

  private void arrived(SendOperation send, boolean synchronous) {
    ReceiveOperation receive;
    lock.lock();
    try {
      receive = arrivals.arrived(send, synchronous);
    } finally {
      lock.unlock();
    }
    if (receive == null) {
      waiting.wake();
    } else {
      send.deliverTo(receive);
    }
  }

  // ---- receives ----

  /**
   * Starts to receive a message of {@code source} of the communicator.
   *
   * @param buffer where to; null to take what comes
   * @param expected the collective call that the message must belong to; null for point to point
   */
  public ReceiveOperation receive(
      int context, int source, int tag, @Nullable Data buffer, @Nullable Fingerprint expected) {
    ReceiveOperation receive = new ReceiveOperation(this);
    start(receive.set(context, source, tag, buffer, expected));
    return receive;
  }

  /**
   * As {@link #receive(int, int, int, Data, Fingerprint)}, but combines what comes by {@code fold},
   * whose result is {@code buffer}.
   */
  public ReceiveOperation receive(
      int context, int source, int tag, Data buffer, Fingerprint expected, Fold fold) {
    ReceiveOperation receive = new ReceiveOperation(this);
    start(receive.set(context, source, tag, buffer, expected).fold(fold));
    return receive;
  }

  /** Posts {@code receive}, or lets it have the message that is here. */
  void start(ReceiveOperation receive) {
    fate().check();
    Unexpected message;
    lock.lock();
    try {
      MatchQueues queues = arrivals.queues(receive.context());
      message = queues.findUnexpected(receive, true);
      if (message == null) {
        // Mailboxes are emptied when somebody waits or asks, many messages at a time: to take each
        // as it comes would keep sender and receiver at the same cache line.
        queues.post(receive);
      } else {
        discharge(message);
      }
    } finally {
      lock.unlock();
    }
    if (message != null) {
      deliver(message, receive);
    }
  }

  /**
   * What receives and waits; allocates nothing for short messages of ranks of this host, each like
   * the one before.
   */
  public BlockingReceives blockingReceives() {
    return blockingReceives;
  }

  /** The status of a message, the same object as for the one before if nothing differs. */
  public Status status(int source, int tag, Datatype type, int count) {
    Status last = lastStatus; // A race is harmless: it is immutable, and any will do that fits.
    if (last != null
        && last.source() == source
        && last.tag() == tag
        && last.type() == type
        && last.count() == count) {
      return last;
    }
    Status status = new Status(source, tag, type, count);
    lastStatus = status;
    return status;
  }

  /** Starts to receive {@code message}, which a probe has taken out. */
  public ReceiveOperation receive(Unexpected message, @Nullable Data buffer) {
    Envelope envelope = message.envelope();
    ReceiveOperation receive =
        new ReceiveOperation(this)
            .set(envelope.context(), envelope.source(), envelope.tag(), buffer, null);
    deliver(message, receive);
    return receive;
  }

  private void deliver(Unexpected message, ReceiveOperation receive) {
    receive.arrived(message.sender(), message.message());
    SendOperation pending = message.pending();
    if (pending != null) {
      pending.deliverTo(receive);
      return;
    }
    boolean fits = receive.match(message.envelope());
    FrameLink link = message.link();
    Data held = message.held();
    if (held != null) {
      if (fits) {
        receive.deliver(held);
      }
    } else if (link != null) {
      links.clear(link, message.sendId(), fits ? receive : null);
    }
  }

  private void discharge(Unexpected message) {
    FrameLink link = message.link();
    if (message.held() == null) {
      return;
    }
    if (link == null) {
      arrivals.release(message.envelope());
    } else {
      links.release(link, message.envelope());
    }
  }

  /** Takes back {@code receive} if nothing has matched it; whether it was. */
  public boolean cancel(ReceiveOperation receive) {
    lock.lock();
    try {
      if (!arrivals.queues(receive.context()).unpost(receive)) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    receive.cancelled();
    return true;
  }

  /**
   * The oldest message here that matches, taken out if {@code take}; null if there is none. Makes
   * progress.
   */
  public @Nullable Unexpected probe(int context, int source, int tag, boolean take) {
    links.poll();
    fate().check();
    ReceiveOperation pattern = new ReceiveOperation(this).set(context, source, tag, null, null);
    lock.lock();
    try {
      arrivals.emptyMailboxes();
      Unexpected message = arrivals.queues(context).findUnexpected(pattern, take);
      if (message != null && take) {
        discharge(message);
      }
      return message;
    } finally {
      lock.unlock();
    }
  }

  // ---- collectives ----

  /** This rank calls a collective on {@code context}. */
  public void begin(int context, Fingerprint call) {
    calls.begin(context, call);
  }

  /**
   * Asks {@code dest} of the world, for which this rank has waited long, which collective it is in.
   */
  public void ask(int dest, int context, int ownRank, Fingerprint call) {
    Datatype type = call.type() == null ? Datatype.BYTE : call.type();
    Envelope question = new Envelope(context, ownRank, call.sequence(), type, 0, call);
    Endpoint local = world.find(dest);
    if (local != null) {
      local.calls.asked(question);
    } else {
      links.ask(dest, question);
    }
  }

  /** Which collectives this rank has called, and is asked about. */
  CollectiveCalls calls() {
    return calls;
  }

  // ---- connections ----

  /** A peer has opened a pipe to this rank; called by the transport. */
  void arrived(Pipe pipe) {
    links.arrived(pipe);
  }

  /** Moves what can be moved, for operations that nobody waits for. Never blocks. */
  public void progress() {
    for (int polls = 0; polls < MAX_IDLE_POLLS && poll(); polls++) {
      // One poll may move no more than one message.
    }
  }

  @Override
  public boolean poll() {
    return poll(-1);
  }

  @Override
  public boolean poll(int awaited) {
    boolean moved = mailboxes.haveMessage();
    if (moved && lock.tryLock()) {
      // If not, another thread is at it: there is something to look at anew all the same.
      try {
        arrivals.emptyMailboxes();
      } finally {
        lock.unlock();
      }
    }
    moved |= copies.copyPart();
    return links.poll(awaited) || moved;
  }

  @Override
  public boolean block(long maxMillis) {
    return links.block(maxMillis);
  }

  @Override
  public void interrupt() {
    links.interrupt();
  }

  /** Tells all connected peers of the failure, waiting {@code maxMillis} at most. */
  public void sendAbort(Failure failure, long maxMillis) {
    links.sendAbort(failure, maxMillis);
  }

  /** Tells all connected peers that this rank is done; nothing else may be sent after that. */
  public void finish(long maxMillis) {
    links.finish(maxMillis);
  }

  /**
   * Waits until all connected peers are done too, {@code maxMillis} at most, then closes all
   * connections.
   */
  public void close(long maxMillis) {
    links.close(maxMillis);
  }

  /**
   * What this rank has done so far. Takes the locks of the ranks in this JVM that it has sent to,
   * one after the other.
   */
  public RankStatistics statistics() {
    return new PeerCounts(this, world, links, lock).read();
  }

  /** What has come to this rank and not been received, and what it waits for. */
  Arrivals arrivals() {
    return arrivals;
  }

  /** The long messages between this rank and others of this JVM that are being copied. */
  JointCopies copies() {
    return copies;
  }

  /** What has come to this rank from those of this JVM. */
  Mailboxes mailboxes() {
    return mailboxes;
  }

  /** Forgets {@code context}, which no message will use any more. */
  public void forget(int context) {
    lock.lock();
    try {
      arrivals.forget(context);
      calls.forget(context);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return "rank " + rank + " of the world on " + world.host(rank);
  }
}
