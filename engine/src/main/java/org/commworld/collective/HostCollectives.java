package org.commworld.collective;

import java.util.Objects;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Collectives of ranks in several JVMs of one host, or of few elements in one JVM, through memory
 * that they share: each leaves its data there a slot at a time, and takes what it needs out of the
 * others' slots. All data is copied in once and out once; where it is longer than a slot, the
 * copying in of the next piece overlaps with the copying out of the last.
 */
final class HostCollectives implements Collectives {
  private final HostRounds rounds;
  private final HostReductions reductions;

  HostCollectives(HostRounds rounds) {
    this.rounds = rounds;
    this.reductions = new HostReductions(rounds);
  }

  /** Whether a slot holds all of {@code data}, so that one round is enough for it. */
  boolean isAtOnce(Data data) {
    return data.count() <= rounds.capacity(data.type());
  }

  @Override
  public boolean areNumbered() {
    return false;
  }

  @Override
  public void barrier(Fingerprint call) {
    rounds.meet(call, 0);
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    boolean isRoot = rounds.rank() == root;
    int step = rounds.pieceOf(data);
    for (int first = 0; first < Math.max(1, data.count()); first += step) {
      int n = Math.min(step, data.count() - first);
      boolean isShort = first == 0 && data.lengthBytes() <= HostSegment.SHORT_BYTES;
      if (isRoot) {
        rounds.put(isShort, data, first, 0, n);
      }
      rounds.come(call, first == 0);
      if (!isRoot) {
        rounds.await(root);
        rounds.get(root, isShort, 0, data, first, n);
      }
      if (first > data.count() - step) {
        return;
      }
    }
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    int size = rounds.size();
    int rank = rounds.rank();
    // Only the root knows who gets how much: a round for that, unless all get the same.
    if (call.count() < 0) {
      exchangeCounts(call, layout, root);
      checkCount(call, root, rank, recv.count());
    } else {
      rounds.meet(call, recv.count());
    }
    int step = rounds.capacity(recv.type()) / size;
    long longest = rounds.greatestLength();
    for (long at = 0; at < longest; at += step) {
      int first = (int) at;
      if (send != null && layout != null) {
        for (int peer = 0; peer < size; peer++) {
          int n = Math.min(step, layout.counts()[peer] - first);
          if (n > 0 && peer != rank) {
            rounds.put(send, layout.displs()[peer] + first, peer * step, n);
          }
        }
      }
      rounds.meet();
      int n = Math.min(step, recv.count() - first);
      if (n > 0 && rank != root) {
        rounds.get(root, rank * step, recv, first, n);
      }
    }
    if (send != null && layout != null) {
      Elements.copy(send, layout.displs()[rank], recv, 0, recv.count());
    }
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    rounds.meet(call, send.count());
    if (layout != null) {
      checkLengths(call, layout);
    }
    long longest = rounds.greatestLength();
    int step = rounds.capacity(send.type());
    for (long at = 0; at < longest; at += step) {
      int first = (int) at;
      putOwn(send, first, step);
      rounds.meet();
      if (recv != null && layout != null) {
        takeAll(send, recv, layout, first, step);
      }
    }
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    // All blocks are of one length then: no round is needed to tell it.
    if (call.count() >= 0 && isAtOnce(send)) {
      boolean isShort = send.lengthBytes() <= HostSegment.SHORT_BYTES;
      rounds.put(isShort, send, 0, 0, send.count());
      rounds.meet(call, send.count());
      for (int peer = 0; peer < rounds.size(); peer++) {
        if (peer != rounds.rank()) {
          rounds.get(peer, isShort, 0, recv, layout.displs()[peer], send.count());
        }
      }
      Elements.copy(send, 0, recv, layout.displs()[rounds.rank()], send.count());
      return;
    }
    rounds.meet(call, send.count());
    checkLengths(call, layout);
    long longest = rounds.greatestLength();
    int step = rounds.capacity(send.type());
    for (long at = 0; at < longest; at += step) {
      int first = (int) at;
      putOwn(send, first, step);
      rounds.meet();
      takeAll(send, recv, layout, first, step);
    }
  }

  private void putOwn(Data send, int first, int step) {
    int n = Math.min(step, send.count() - first);
    if (n > 0) {
      rounds.put(send, first, 0, n);
    }
  }

  /**
   * Takes what the slots of the others hold of their blocks, and as much of {@code send}, the own
   * one, which has just been read.
   */
  private void takeAll(Data send, Data recv, Layout layout, int first, int step) {
    for (int peer = 0; peer < rounds.size(); peer++) {
      int n = Math.min(step, layout.counts()[peer] - first);
      int to = layout.displs()[peer] + first;
      if (n > 0 && peer == rounds.rank()) {
        Elements.copy(send, first, recv, to, n);
      } else if (n > 0) {
        rounds.get(peer, 0, recv, to, n);
      }
    }
  }

  private void checkLengths(Fingerprint call, Layout layout) {
    for (int peer = 0; peer < rounds.size(); peer++) {
      if (rounds.lengthOf(peer) != layout.counts()[peer]) {
        throw rounds.blocksDiffer(call, peer, layout.counts()[peer], rounds.lengthOf(peer));
      }
    }
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    int size = rounds.size();
    int rank = rounds.rank();
    if (call.count() >= 0 && isAtOnce(send)) {
      allToAllAtOnce(call, send, sendLayout, recv, recvLayout);
      return;
    }
    if (call.count() < 0) {
      exchangeCounts(call, sendLayout, rank);
      for (int peer = 0; peer < size; peer++) {
        checkCount(call, peer, rank, recvLayout.counts()[peer]);
      }
    } else {
      rounds.meet(call, sendLayout.counts()[0]);
    }
    long longest = rounds.greatestLength();
    int step = rounds.capacity(send.type()) / size;
    for (long at = 0; at < longest; at += step) {
      int first = (int) at;
      for (int peer = 0; peer < size; peer++) {
        int n = Math.min(step, sendLayout.counts()[peer] - first);
        if (n > 0 && peer != rank) {
          rounds.put(send, sendLayout.displs()[peer] + first, peer * step, n);
        }
      }
      rounds.meet();
      for (int peer = 0; peer < size; peer++) {
        int n = Math.min(step, recvLayout.counts()[peer] - first);
        int to = recvLayout.displs()[peer] + first;
        if (n > 0 && peer == rank) {
          Elements.copy(send, sendLayout.displs()[rank] + first, recv, to, n);
        } else if (n > 0) {
          rounds.get(peer, rank * step, recv, to, n);
        }
      }
    }
  }

  /** In one round; all blocks have one length, which {@code call} says. */
  private void allToAllAtOnce(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    int n = sendLayout.counts()[0];
    boolean isShort = send.lengthBytes() <= HostSegment.SHORT_BYTES;
    int rank = rounds.rank();
    for (int peer = 0; peer < rounds.size(); peer++) {
      if (peer != rank) {
        rounds.put(isShort, send, sendLayout.displs()[peer], peer * n, n);
      }
    }
    rounds.meet(call, n);
    for (int peer = 0; peer < rounds.size(); peer++) {
      if (peer != rank) {
        rounds.get(peer, isShort, rank * n, recv, recvLayout.displs()[peer], n);
      }
    }
    Elements.copy(send, sendLayout.displs()[rank], recv, recvLayout.displs()[rank], n);
  }

  /** A first round in which {@code teller}, if it is this rank, says how much it sends to whom. */
  private void exchangeCounts(Fingerprint call, @Nullable Layout layout, int teller) {
    int longest = 0;
    if (rounds.rank() == teller) {
      int[] counts = Objects.requireNonNull(layout).counts();
      rounds.put(Data.of(counts), 0, 0, counts.length);
      for (int count : counts) {
        longest = Math.max(longest, count);
      }
    }
    rounds.meet(call, longest);
  }

  /** Whether {@code peer} has said in the last round that it sends {@code expected} to a rank. */
  private void checkCount(Fingerprint call, int peer, int rank, int expected) {
    int[] count = new int[1];
    rounds.get(peer, rank, Data.of(count), 0, 1);
    if (count[0] != expected) {
      throw rounds.blocksDiffer(call, peer, expected, count[0]);
    }
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    reductions.reduce(call, send, recv, reducer, commutative);
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    reductions.reduce(call, send, recv, reducer, commutative);
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    reductions.reduceScatter(call, send, recv, layout, reducer);
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    reductions.scan(call, send, recv, reducer, exclusive);
  }

  @Override
  public void close() {
    // The memory goes when nobody can reach it any more.
  }
}
