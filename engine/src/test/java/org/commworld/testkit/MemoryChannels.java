package org.commworld.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.commworld.collective.algo.Channel;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.jspecify.annotations.Nullable;

/**
 * Channels between threads of the test, as strict as the contract allows: a message is copied once,
 * when its receiver waits, straight from the sender's buffer, and its send is complete only then;
 * type and count must agree. So an algorithm that relies on buffering, or touches a buffer too
 * early, fails here. One lock guards everything.
 */
public final class MemoryChannels {
  private static final long DEADLINE_SECONDS = 20;

  private final int size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Deque<Part>> sent = new ArrayList<>();
  private final List<Deque<Part>> posted = new ArrayList<>();

  private MemoryChannels(int size) {
    this.size = size;
    for (int i = 0; i < size * size; i++) {
      sent.add(new ArrayDeque<>());
      posted.add(new ArrayDeque<>());
    }
  }

  /** What each rank runs. */
  @FunctionalInterface
  public interface Body<R extends @Nullable Object> {
    R run(Channel channel) throws Exception;
  }

  /**
   * Runs {@code body} on {@code size} ranks; the results by rank. Nothing may be left unreceived.
   */
  public static <R extends @Nullable Object> List<R> run(int size, Body<R> body) {
    MemoryChannels channels = new MemoryChannels(size);
    List<R> results = Ranks.run(size, rank -> body.run(channels.new Endpoint(rank)));
    for (Deque<Part> queue : channels.sent) {
      if (!queue.isEmpty()) {
        throw new AssertionError("sent and not received: " + queue);
      }
    }
    return results;
  }

  /** A send or a receive. */
  private static final class Part {
    private final Data data;
    private boolean done;

    Part(Data data) {
      this.data = data;
    }

    @Override
    public String toString() {
      return data.toString();
    }
  }

  private final class Endpoint implements Channel {
    private final int rank;

    Endpoint(int rank) {
      this.rank = rank;
    }

    @Override
    public int rank() {
      return rank;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public Transfer iSend(Data data, int dest) {
      return start(sent.get(rank * size + dest), data, "send from " + rank + " to " + dest);
    }

    @Override
    public Transfer iRecv(Data data, int source) {
      return start(
          posted.get(source * size + rank), data, "receive from " + source + " at " + rank);
    }

    private Transfer start(Deque<Part> queue, Data data, String what) {
      Part part = new Part(data);
      lock.lock();
      try {
        queue.add(part);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      return () -> await(part, what);
    }

    private void await(Part part, String what) {
      lock.lock();
      try {
        long left = TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        receivePosted();
        while (!part.done) {
          if (left <= 0) {
            throw new AssertionError("never completed: %s, %s".formatted(what, part));
          }
          left = changed.awaitNanos(left);
          receivePosted();
        }
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted: %s, %s".formatted(what, part), e);
      } finally {
        lock.unlock();
      }
    }

    private void receivePosted() {
      for (int source = 0; source < size; source++) {
        Deque<Part> sends = sent.get(source * size + rank);
        Deque<Part> receives = posted.get(source * size + rank);
        while (!sends.isEmpty() && !receives.isEmpty()) {
          match(sends.remove(), receives.remove(), source);
        }
      }
    }

    private void match(Part send, Part receive, int source) {
      if (send.data.count() != receive.data.count() || send.data.type() != receive.data.type()) {
        throw new AssertionError(
            "sent %s, to be received as %s, from %d to %d".formatted(send, receive, source, rank));
      }
      Elements.copy(send.data, receive.data);
      send.done = true;
      receive.done = true;
      changed.signalAll();
    }
  }
}
