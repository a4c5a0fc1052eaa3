package org.commworld.collective;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.Waiting;
import org.commworld.spi.Failure;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The meeting place of the ranks of one communicator that all live in this JVM. Allocates nothing
 * in a call. There are two ways to meet:
 *
 * <ul>
 *   <li>Where each rank can have a processor, in the rounds of a {@link HostSegment}: each raises a
 *       flag of its own and waits for the flags of all others, so all cache lines move at the same
 *       time. Calls of few elements are carried out there altogether ({@link #few}).
 *   <li>Where ranks outnumber processors, they count themselves, and the last to arrive carries out
 *       a small call for all: one meeting, and the fewest context switches.
 * </ul>
 *
 * <p>Of a larger call each rank carries out its share, reading and writing the others' arrays in
 * place, and all meet once more.
 *
 * <p>Memory order: a rank writes its call, then comes to the round (or increments the count with a
 * volatile write); the others come to it too (the last one reads the count, the others then the
 * round, which are volatile) before they read the calls. So calls are written before they are read,
 * and results before they are used. A rank has two calls, used in turn: the one of call c is
 * written again in call c+2, which its rank enters after the first meeting of call c+1, and that is
 * after all others have left call c.
 */
final class LocalGroup {
  /** Up to this many bytes in all, the last to arrive does the work of all. */
  private static final long SMALL_BYTES = 16 << 10;

  /** Calls of up to about this many bytes a rank are of few elements. */
  private static final int FEW_BYTES = 2 << 10;

  /** Cache lines are fetched in pairs. */
  private static final int LINES_BYTES = 128;

  /** One rank's share of a call's work. */
  @FunctionalInterface
  interface Share {
    void run(LocalCall[] calls, int rank);
  }

  /** What belongs to one rank, and waits for the next round of those who count themselves. */
  private final class Place extends Padded implements Waiting.Condition {
    private final @Nullable HostRounds rounds;
    private int calls;
    private int entered;

    Place(@Nullable HostRounds rounds) {
      this.rounds = rounds;
    }

    @Override
    public boolean isMet() {
      return round != entered;
    }

    /** The one that ended the round. */
    @Override
    public int awaited() {
      return round == entered ? -1 : members[last].rank();
    }
  }

  private final Endpoint[] members;
  private final Place[] places;
  private final LocalCall[][] calls;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int round;
  private volatile boolean isLarge;
  private int last; // Written before the round, read after it.

  /** The meeting place of {@code members}, by rank in the communicator. */
  LocalGroup(Endpoint[] members) {
    this(members, members.length > Runtime.getRuntime().availableProcessors());
  }

  LocalGroup(Endpoint[] members, boolean isCounting) {
    int size = members.length;
    this.members = members;
    this.places = new Place[size];
    this.calls = new LocalCall[2][size];
    ByteBuffer memory = isCounting ? null : memory(size);
    for (int r = 0; r < size; r++) {
      places[r] =
          new Place(
              memory == null
                  ? null
                  : new HostRounds(new HostSegment(memory, size, r, FEW_BYTES), r, members));
      calls[0][r] = new LocalCall();
      calls[1][r] = new LocalCall();
    }
  }

  private static ByteBuffer memory(int size) {
    int bytes = (int) HostSegment.usableBytes(size, FEW_BYTES);
    return ByteBuffer.allocateDirect(bytes + LINES_BYTES).alignedSlice(LINES_BYTES);
  }

  /**
   * What carries out {@code rank}'s calls of few elements; null if these go by {@link #run} too.
   */
  @Nullable HostCollectives few(int rank) {
    HostRounds rounds = places[rank].rounds;
    return rounds == null ? null : new HostCollectives(rounds);
  }

  /** The call that {@code rank} makes next, to be filled in before {@link #run}. */
  LocalCall next(int rank) {
    return calls[places[rank].calls & 1][rank];
  }

  /** Carries out the call in {@link #next} as {@code rank}. */
  void run(int rank) {
    Place place = places[rank];
    LocalCall[] current = calls[place.calls++ & 1];
    if (place.rounds != null) {
      meet(place.rounds, current);
    } else {
      count(rank, current);
    }
    check(current);
    current[rank].clear();
  }

  private static void check(LocalCall[] current) {
    for (LocalCall call : current) {
      Throwable thrown = call.error();
      if (thrown != null) {
        throw failure(call.print(), thrown);
      }
    }
  }

  /** What ranks see if {@code call} has thrown on one of them. */
  static MpiException failure(Fingerprint call, Throwable thrown) {
    ErrorClass kind = thrown instanceof MpiException e ? e.errorClass() : ErrorClass.OP;
    return new MpiException(kind, call + " failed: " + thrown.getMessage(), thrown);
  }

  // ---- in rounds ----

  private static void meet(HostRounds rounds, LocalCall[] current) {
    LocalCall own = current[rounds.rank()];
    rounds.meet(own.print(), 0);
    carryOut(own.share(), current, rounds.rank());
    rounds.meet();
  }

  // ---- with a count ----

  private void count(int rank, LocalCall[] current) {
    int entered = round;
    if (arrived.incrementAndGet() == members.length) {
      begin(current);
      release(rank);
    } else {
      awaitNextRound(rank, entered);
    }
    if (isLarge) {
      entered = round;
      carryOut(current[rank].share(), current, rank);
      if (arrived.incrementAndGet() == members.length) {
        release(rank);
      } else {
        awaitNextRound(rank, entered);
      }
    }
  }

  private void awaitNextRound(int rank, int entered) {
    places[rank].entered = entered;
    members[rank].waiting().await(places[rank]);
  }

  private void begin(LocalCall[] current) {
    compare(current);
    long bytes = 0;
    for (LocalCall call : current) {
      bytes += call.bytes();
    }
    isLarge = bytes > SMALL_BYTES;
    for (int r = 0; !isLarge && r < current.length; r++) {
      carryOut(current[r].share(), current, r);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the last to arrive writes, and there is one.
  private void release(int rank) {
    arrived.set(0);
    last = rank;
    round++;
    for (Endpoint member : members) {
      member.waiting().wake();
    }
  }

  private void compare(LocalCall[] current) {
    for (int r = 1; r < current.length; r++) {
      if (!current[r].print().equals(current[0].print())) {
        Endpoint other = members[r];
        int number = places[r].calls - 1;
        String message =
            "ranks called different collectives: rank %d of the world %s, rank %d of the world %s"
                .formatted(
                    members[0].rank(),
                    current[0].print().numbered(number),
                    other.rank(),
                    current[r].print().numbered(number));
        String host = other.world().host(other.rank());
        Failure failure = new Failure(Failure.Kind.MISMATCH, other.rank(), host, 1, message, "");
        other.world().fate().fail(failure, null);
        throw new MpiException(ErrorClass.MISMATCH, message);
      }
    }
  }

  // ---- both ----

  private static void carryOut(Share share, LocalCall[] current, int rank) {
    try {
      share.run(current, rank);
    } catch (RuntimeException | Error e) {
      current[rank].fail(e);
    }
  }

  /** Copies a block between ranks, whose counts must agree. */
  static void copyBlock(Data from, Data to) {
    copyBlock(from, to, 0, from.count());
  }

  /** As above, but of that block only elements [first, first+n). */
  static void copyBlock(Data from, Data to, int first, int n) {
    if (from.count() != to.count() || from.type() != to.type()) {
      throw new MpiException(
          ErrorClass.MISMATCH,
          "sent and received blocks differ: sent=" + from + ", received=" + to);
    }
    Elements.copy(from, first, to, first, n);
  }
}
