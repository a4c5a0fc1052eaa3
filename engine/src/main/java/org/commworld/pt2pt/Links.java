package org.commworld.pt2pt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.commworld.mpi.Data;
import org.commworld.spi.Failure;
import org.commworld.spi.Pipe;
import org.commworld.spi.Transport;
import org.commworld.wire.Envelope;
import org.commworld.wire.FailureCodec;
import org.commworld.wire.Fingerprint;
import org.commworld.wire.FrameType;
import org.jspecify.annotations.Nullable;

/**
 * One rank's connections to ranks of other JVMs, made on first use and driven by whichever thread
 * of the rank waits. Everything but {@link #byPeer}, {@link #arrivals} and {@link #selecting} is
 * guarded by the endpoint's lock.
 */
final class Links implements Waiting.Progress {
  /** With more connections than this, the selector says which ones to read. */
  private static final int MAX_READ_DIRECTLY = 8;

  /** So often all connections are asked when one rank is waited for. */
  private static final int FULL_POLL = 8;

  private static final long CLOSE_POLL_NANOS = 50_000;

  private final Endpoint endpoint;
  private final LocalRanks world;
  private final BriefLock lock;
  private final @Nullable Transport transport;
  private final AtomicReferenceArray<@Nullable FrameLink> byPeer;
  private final List<FrameLink> open = new ArrayList<>();
  private final Queue<Pipe> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean selecting = new AtomicBoolean();
  private volatile @Nullable Selector selector;
  private boolean closing;
  private int polls;

  Links(Endpoint endpoint, LocalRanks world, BriefLock lock) {
    this.endpoint = endpoint;
    this.world = world;
    this.lock = lock;
    this.transport = world.transport();
    this.byPeer = new AtomicReferenceArray<>(transport == null ? 0 : world.worldSize());
  }

  void arrived(Pipe pipe) {
    arrivals.add(pipe);
    endpoint.waiting().wake();
  }

  // ---- out: any thread of the rank ----

  void send(int dest, SendOperation send, boolean synchronous) {
    FrameLink link = to(dest);
    withLock(link, () -> link.send(send, synchronous));
  }

  /** As {@link FrameLink#sendNow}, if there is a connection already. */
  boolean sendNow(
      int dest, int context, int source, int tag, Data data, @Nullable Fingerprint call) {
    FrameLink link = byPeer.get(dest);
    if (link == null) {
      return false;
    }
    lock.lock();
    try {
      return link.sendNow(context, source, tag, data, call);
    } catch (IOException e) {
      lost(link, e);
      return false;
    } finally {
      lock.unlock();
    }
  }

  void ask(int dest, Envelope question) {
    FrameLink link = to(dest);
    withLock(link, () -> link.ask(question));
  }

  void clear(FrameLink link, int sendId, @Nullable ReceiveOperation receive) {
    withLock(link, () -> link.clear(sendId, receive));
  }

  void release(FrameLink link, Envelope envelope) {
    withLock(link, () -> link.release(envelope.lengthBytes()));
  }

  private interface LinkAction {
    void run() throws IOException;
  }

  private void withLock(FrameLink link, LinkAction action) {
    lock.lock();
    try {
      action.run();
    } catch (IOException e) {
      lost(link, e);
    } finally {
      lock.unlock();
    }
  }

  private FrameLink to(int peer) {
    FrameLink link = byPeer.get(peer);
    return link != null ? link : connect(peer);
  }

  private FrameLink connect(int peer) {
    try {
      Optional<Pipe> pipe =
          Objects.requireNonNull(transport, "no transport")
              .connect(endpoint.rank(), peer, world.connectTimeout());
      if (pipe.isPresent()) {
        lock.lock();
        try {
          adopt(pipe.get());
        } finally {
          lock.unlock();
        }
      }
    } catch (IOException e) {
      world.lost(peer, "cannot connect: " + e.getMessage());
    }
    // The peer's own connection is on its way, or the world ends, which this wait throws.
    endpoint.waiting().await(() -> byPeer.get(peer) != null);
    return Objects.requireNonNull(byPeer.get(peer));
  }

  /** What has gone to {@code peer} and come from it; null if there is no connection. */
  @Nullable PairCounts counts(int peer) {
    FrameLink link = peer < byPeer.length() ? byPeer.get(peer) : null;
    return link == null ? null : link.counts();
  }

  // ---- in ----

  /** The connection to {@code peer}, if messages come without a system call; null for −1. */
  @Nullable FrameLink polled(int peer) {
    FrameLink link = peer >= 0 && peer < byPeer.length() ? byPeer.get(peer) : null;
    return link != null && link.pipe().isPolled() ? link : null;
  }

  @Override
  public boolean poll() {
    return poll(-1);
  }

  /**
   * To ask a socket whether something has come is a system call. So most times only that of the
   * rank that is waited for is asked, and those in the midst of a long message; all are asked
   * before the rank blocks.
   */
  @Override
  public boolean poll(int awaited) {
    if (transport == null || !lock.tryLock()) {
      return false;
    }
    try {
      adoptArrivals();
      if (awaited >= 0 && isAsked(awaited) && ++polls % FULL_POLL != 0) {
        return pollFor(awaited);
      }
      if (open.size() > MAX_READ_DIRECTLY) {
        return pollSelected();
      }
      boolean moved = false;
      for (int i = open.size() - 1; i >= 0; i--) {
        moved |= poll(open.get(i));
      }
      return moved;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the link to {@code peer} is open, and asked by system calls. */
  private boolean isAsked(int peer) {
    FrameLink link = peer < byPeer.length() ? byPeer.get(peer) : null;
    return link != null && !link.isClosed() && !link.pipe().isPolled();
  }

  private boolean pollFor(int awaited) {
    boolean moved = false;
    for (int i = open.size() - 1; i >= 0; i--) {
      FrameLink link = open.get(i);
      if (link.peer() == awaited || link.hasOutput() || link.expectsElements()) {
        moved |= poll(link);
      }
    }
    return moved;
  }

  private boolean poll(FrameLink link) {
    try {
      boolean moved = link.poll();
      if (link.isClosed()) {
        open.remove(link);
      }
      return moved;
    } catch (IOException e) {
      lost(link, e);
      return true;
    }
  }

  private boolean pollSelected() {
    Selector ready = selector;
    if (ready == null || !selecting.compareAndSet(false, true)) {
      return false;
    }
    boolean moved = false;
    try {
      ready.selectNow();
      for (SelectionKey key : ready.selectedKeys()) {
        moved |= poll((FrameLink) key.attachment());
      }
      ready.selectedKeys().clear();
      for (int i = open.size() - 1; i >= 0; i--) {
        FrameLink link = open.get(i);
        if (link.hasOutput() || link.pipe().isPolled()) {
          moved |= poll(link);
        }
      }
      return moved;
    } catch (IOException e) {
      throw new UncheckedIOException("selector failed", e);
    } finally {
      selecting.set(false);
    }
  }

  @Override
  public boolean block(long maxMillis) {
    Selector blocking = selector;
    if (blocking == null || !selecting.compareAndSet(false, true)) {
      return false;
    }
    try {
      if (arm(blocking)) {
        blocking.select(maxMillis);
        blocking.selectedKeys().clear();
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("selector failed", e);
    } finally {
      disarm();
      selecting.set(false);
    }
  }

  /** Prepares all pipes to be waited for; whether there is nothing to do already. */
  private boolean arm(Selector blocking) {
    boolean idle = true;
    lock.lock();
    try {
      for (FrameLink link : List.copyOf(open)) {
        idle &= arm(blocking, link);
      }
      return idle;
    } finally {
      lock.unlock();
    }
  }

  private boolean arm(Selector blocking, FrameLink link) {
    SelectionKey key = link.pipe().selectable().keyFor(blocking);
    if (key == null || !key.isValid()) {
      return true;
    }
    try {
      int operations = link.arm();
      if (operations != 0) {
        key.interestOps(operations);
      }
      return operations != 0;
    } catch (IOException e) {
      lost(link, e);
      return false;
    }
  }

  private void disarm() {
    lock.lock();
    try {
      for (int i = 0; i < open.size(); i++) {
        open.get(i).pipe().disarm();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void interrupt() {
    Selector blocked = selector;
    if (blocked != null) {
      blocked.wakeup();
    }
  }

  private void adoptArrivals() {
    for (Pipe pipe = arrivals.poll(); pipe != null; pipe = arrivals.poll()) {
      adopt(pipe);
    }
  }

  private void adopt(Pipe pipe) {
    if (closing) {
      pipe.close();
      return;
    }
    FrameLink link = new FrameLink(endpoint, pipe, world.limits());
    try {
      Selector registry = selector;
      if (registry == null) {
        registry = Selector.open();
        selector = registry;
      }
      pipe.selectable().register(registry, SelectionKey.OP_READ, link);
    } catch (ClosedChannelException e) {
      lost(link, e);
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a selector", e);
    }
    open.add(link);
    byPeer.set(pipe.peer(), link);
    interrupt();
  }

  /** The lock is held. */
  void lost(ShortSource source, IOException e) {
    if (source instanceof FrameLink link) {
      lost(link, e);
    }
  }

  private void lost(FrameLink link, IOException e) {
    open.remove(link);
    link.close();
    if (!closing) {
      world.lost(link.peer(), e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  // ---- the end ----

  void sendAbort(Failure failure, long maxMillis) {
    byte[] bytes = FailureCodec.encode(failure);
    if (!lock.tryLock(maxMillis)) {
      return;
    }
    try {
      closing = true;
      for (FrameLink link : List.copyOf(open)) {
        try {
          link.control(FrameType.ABORT, 0, 0, bytes);
        } catch (IOException e) {
          lost(link, e);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells all connected peers that this rank is done; nothing else is sent after that. */
  void finish(long maxMillis) {
    if (!lock.tryLock(maxMillis)) {
      return;
    }
    try {
      adoptArrivals();
      closing = true;
      sayBye();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all connected peers are done too, then closes. */
  void close(long maxMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMillis);
    if (!lock.tryLock(maxMillis)) {
      return;
    }
    try {
      closing = true;
      while (open.stream().anyMatch(link -> !link.isPeerDone() || link.hasOutput())
          && System.nanoTime() < deadline
          && !world.fate().isFailed()) {
        List.copyOf(open).forEach(this::poll);
        LockSupport.parkNanos(CLOSE_POLL_NANOS);
      }
      List.copyOf(open).forEach(FrameLink::close);
      open.clear();
      Selector ended = selector;
      if (ended != null) {
        ended.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a selector", e);
    } finally {
      lock.unlock();
    }
  }

  private void sayBye() {
    for (FrameLink link : List.copyOf(open)) {
      try {
        link.control(FrameType.BYE, 0, 0, new byte[0]);
      } catch (IOException e) {
        lost(link, e);
      }
    }
  }
}
