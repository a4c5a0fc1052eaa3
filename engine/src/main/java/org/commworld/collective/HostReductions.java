package org.commworld.collective;

import java.util.Objects;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.MpiException;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Reductions of ranks of one host, through memory that they share. Short operands: each rank that
 * gets the result combines all of them itself, one round. Long ones of few ranks a root combines
 * piece by piece. Others go a slot at a time: rank r combines the r-th part of what is in the
 * others' slots and of its own operand, for all, and leaves it to be fetched in the next round, in
 * which the next slots are filled already. All elements are combined in the order of ranks, on one
 * rank or on each in the same way, so all get the same bits.
 *
 * <p>What is read from shared memory is copied to small arrays first: loops over arrays are
 * vectorised, and those stay in the L1 cache.
 */
final class HostReductions extends Padded {
  /** Up to this, of two ranks, and of more, each rank combines all operands itself. */
  private static final long SHORT_PAIR_BYTES = 32 << 10;

  private static final long SHORT_BYTES = 4 << 10;
  private static final int TILE = 1024;

  /** For a root among so few the parts are a detour: it reads as much either way. */
  private static final int MAX_PIPED_RANKS = 3;

  private static final long PIPED_BYTES = 8 << 10;

  private final HostRounds rounds;
  private @Nullable Data accumulator;
  private @Nullable Data operand;
  private @Nullable Fingerprint current;

  HostReductions(HostRounds rounds) {
    this.rounds = rounds;
  }

  /** Those ranks get the result that pass {@code recv}: one, or all. */
  void reduce(
      Fingerprint call, Data send, @Nullable Data recv, Reducer reducer, boolean commutative) {
    current = call;
    boolean isStraight =
        rounds.size() == 2
            && (commutative || rounds.rank() == 0)
            && recv != null
            && !LocalReductions.isSame(send, recv);
    long shortBytes = rounds.size() == 2 ? SHORT_PAIR_BYTES : SHORT_BYTES;
    boolean isPiped = call.root() >= 0 && rounds.size() <= MAX_PIPED_RANKS;
    if (isPiped && send.lengthBytes() > PIPED_BYTES) {
      reduceAtRoot(call, send, recv, reducer, isStraight);
    } else if (send.lengthBytes() <= shortBytes && send.count() <= rounds.capacity(send.type())) {
      reduceAtOnce(call, send, recv, reducer, isStraight);
    } else {
      reduceByParts(call, send, recv, reducer, isStraight);
    }
  }

  private void reduceAtOnce(
      Fingerprint call, Data send, @Nullable Data recv, Reducer reducer, boolean isStraight) {
    int count = send.count();
    boolean isShort = send.lengthBytes() <= HostSegment.SHORT_BYTES;
    rounds.put(isShort, send, 0, 0, count);
    if (recv == null) {
      rounds.come(call, 0);
      return;
    }
    rounds.meet(call, 0);
    for (int first = 0; first < count; first += TILE) {
      int n = Math.min(TILE, count - first);
      combineInto(recv, reducer, isStraight, isShort, first, n, send, first);
    }
  }

  /** The root combines a piece of all operands while the others fill in the next. */
  private void reduceAtRoot(
      Fingerprint call, Data send, @Nullable Data recv, Reducer reducer, boolean isStraight) {
    int step = rounds.pieceOf(send);
    for (int first = 0; first < send.count(); first += step) {
      int n = Math.min(step, send.count() - first);
      if (recv == null) {
        rounds.put(send, first, 0, n);
        rounds.come(call, first == 0);
      } else {
        rounds.meet(call, first == 0);
      }
      for (int done = 0; recv != null && done < n; done += TILE) {
        int m = Math.min(TILE, n - done);
        combineInto(recv, reducer, isStraight, false, done, m, send, first + done);
      }
      if (first > send.count() - step) {
        return;
      }
    }
  }

  private void reduceByParts(
      Fingerprint call, Data send, @Nullable Data recv, Reducer reducer, boolean isStraight) {
    Datatype type = send.type();
    int step = rounds.capacity(type);
    int first = 0;
    int before = 0;
    int n;
    do {
      n = Math.min(step, send.count() - first);
      putOthersParts(send, first, n);
      rounds.meet(call, first == 0);
      if (recv != null) {
        fetchParts(recv, first - before, before);
      }
      combinePart(send, reducer, isStraight, recv, first, n);
      first += n;
      before = n;
    } while (n > 0);
  }

  /** Of {@code count} elements, this rank's own part is the only one that nobody else reads. */
  private void putOthersParts(Data send, int offset, int count) {
    int from = partFrom(count, rounds.rank());
    int to = partFrom(count, rounds.rank() + 1);
    rounds.put(send, offset, 0, from);
    rounds.put(send, offset + to, to, count - to);
  }

  /** Combines this rank's part of the {@code count} elements in the slots. */
  private void combinePart(
      Data send, Reducer reducer, boolean isStraight, @Nullable Data recv, int offset, int count) {
    int from = partFrom(count, rounds.rank());
    int to = partFrom(count, rounds.rank() + 1);
    for (int first = from; first < to; first += TILE) {
      int n = Math.min(TILE, to - first);
      if (recv != null) {
        combineInto(recv, reducer, isStraight, false, first, n, send, offset + first);
        rounds.putPart(recv, offset + first, first - from, n);
      } else {
        Data result = combine(reducer, false, rounds.size() - 1, first, n, send, offset + first);
        rounds.putPart(result, 0, first - from, n);
      }
    }
  }

  /** Fetches the others' parts of the {@code count} elements of the round before. */
  private void fetchParts(Data recv, int offset, int count) {
    for (int peer = 0; peer < rounds.size(); peer++) {
      int from = partFrom(count, peer);
      int n = partFrom(count, peer + 1) - from;
      if (n > 0 && peer != rounds.rank()) {
        rounds.getPart(peer, 0, recv, offset + from, n);
      }
    }
  }

  private int partFrom(int count, int rank) {
    int steps = (count + HostSegment.STEP - 1) / HostSegment.STEP;
    return (int) Math.min(count, (long) steps * rank / rounds.size() * HostSegment.STEP);
  }

  void reduceScatter(
      Fingerprint call, Data send, Data recv, Collectives.Layout layout, Reducer reducer) {
    current = call;
    Datatype type = send.type();
    if (send.lengthBytes() <= SHORT_BYTES && send.count() <= rounds.capacity(type)) {
      boolean isShort = send.lengthBytes() <= HostSegment.SHORT_BYTES;
      rounds.put(isShort, send, 0, 0, send.count());
      rounds.meet(call, 0);
      int own = layout.displs()[rounds.rank()];
      for (int done = 0; done < recv.count(); done += TILE) {
        int m = Math.min(TILE, recv.count() - done);
        int at = own + done;
        Data result = combine(reducer, isShort, rounds.size() - 1, at, m, send, at);
        Elements.copy(result, 0, recv, done, m);
      }
      return;
    }
    int longest = 1;
    for (int count : layout.counts()) {
      longest = Math.max(longest, count);
    }
    int step = rounds.capacity(type) / rounds.size() / HostSegment.STEP * HostSegment.STEP;
    for (long at = 0; at < longest; at += step) {
      int first = (int) at;
      for (int peer = 0; peer < rounds.size(); peer++) {
        int n = Math.min(step, layout.counts()[peer] - first);
        if (n > 0 && peer != rounds.rank()) {
          rounds.put(send, layout.displs()[peer] + first, peer * step, n);
        }
      }
      rounds.meet(call, first == 0);
      int n = Math.min(step, recv.count() - first);
      for (int done = 0; done < n; done += TILE) {
        int m = Math.min(TILE, n - done);
        int inSlots = rounds.rank() * step + done;
        int inSend = layout.displs()[rounds.rank()] + first + done;
        Data result = combine(reducer, false, rounds.size() - 1, inSlots, m, send, inSend);
        Elements.copy(result, 0, recv, first + done, m);
      }
    }
  }

  void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    current = call;
    Datatype type = send.type();
    int count = send.count();
    int step = rounds.capacity(type);
    int highest = exclusive ? rounds.rank() - 1 : rounds.rank();
    for (int first = 0; first < Math.max(1, count); first += step) {
      int n = Math.min(step, count - first);
      rounds.put(send, first, 0, n);
      rounds.meet(call, first == 0);
      for (int done = 0; done < n && highest >= 0; done += TILE) {
        int m = Math.min(TILE, n - done);
        Data result = combine(reducer, false, highest, done, m, send, first + done);
        Elements.copy(result, 0, recv, first + done, m);
      }
      if (first > count - step) {
        return;
      }
    }
  }

  /**
   * Combines all operands as {@link #combine} does, into elements [at, at+n) of {@code recv}; of
   * {@code send} the same ones.
   *
   * @param isStraight whether the other's operand, of two, may be put there first, to combine this
   *     rank's with it: two copies less
   */
  private void combineInto(
      Data recv,
      Reducer reducer,
      boolean isStraight,
      boolean isShort,
      int first,
      int n,
      Data send,
      int at) {
    if (isStraight) {
      rounds.get(1 - rounds.rank(), isShort, first, recv, at, n);
      reduce(reducer, send, recv, at, n);
    } else {
      Data result = combine(reducer, isShort, rounds.size() - 1, first, n, send, at);
      Elements.copy(result, 0, recv, at, n);
    }
  }

  /**
   * Combines the operands of ranks 0 to {@code highest}: of the others elements [first, first+n) of
   * their places, of this rank as many of {@code own}, from {@code ownFirst} on; n is {@value
   * #TILE} at most. The result is good until the next call.
   */
  private Data combine(
      Reducer reducer, boolean isShort, int highest, int first, int n, Data own, int ownFirst) {
    Data result = scratch(own.type(), true);
    Data next = scratch(own.type(), false);
    for (int peer = highest; peer >= 0; peer--) {
      Data into = peer == highest ? result : next;
      if (peer == rounds.rank()) {
        Elements.copy(own, ownFirst, into, 0, n);
      } else {
        rounds.get(peer, isShort, first, into, 0, n);
      }
      if (peer < highest) {
        reduce(reducer, next, result, 0, n);
      }
    }
    return result;
  }

  private void reduce(Reducer reducer, Data in, Data inOut, int first, int n) {
    try {
      reducer.reduce(in, inOut, first, n);
    } catch (MpiException e) {
      throw e;
    } catch (RuntimeException e) {
      throw LocalGroup.failure(Objects.requireNonNull(current), e);
    }
  }

  private Data scratch(Datatype type, boolean isResult) {
    Data kept = isResult ? accumulator : operand;
    if (kept == null || kept.type() != type) {
      kept = Elements.allocate(type, TILE);
      if (isResult) {
        accumulator = kept;
      } else {
        operand = kept;
      }
    }
    return kept;
  }
}
