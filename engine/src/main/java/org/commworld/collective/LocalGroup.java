package org.commworld.collective;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.Waiting;
import org.commworld.spi.Failure;

/**
 * The meeting place of the ranks of one communicator that all live in this JVM. Allocates nothing
 * in a call. There are two ways to meet:
 *
 * <ul>
 *   <li>Where each rank can have a processor, each raises a flag of its own and waits for the flags
 *       of all others, so all cache lines move at the same time. Of a tiny call each rank leaves a
 *       copy of its operand in its seat, and all work out their own result: one meeting, and the
 *       buffers are nobody else's business.
 *   <li>Where ranks outnumber processors, they count themselves, and the last to arrive carries out
 *       a small call for all: one meeting, and the fewest context switches.
 * </ul>
 *
 * <p>Of a larger call each rank carries out its share, reading and writing the others' arrays in
 * place, and all meet once more.
 *
 * <p>Memory order: a rank writes its call, then raises its flag (or increments the count) with a
 * volatile write; the others read the flags (the last one the count, the others then the round)
 * with a volatile read before they read the calls. So calls are written before they are read, and
 * results before they are used. Volatile rather than release and acquire, because the writer then
 * looks for sleepers. A seat has two calls, used in turn: the one of call c is written again in
 * call c+2, which its rank enters after the first meeting of call c+1, and that is after all others
 * have left call c.
 */
final class LocalGroup {
  /** Up to this many bytes in all, the last to arrive does the work of all. */
  private static final long SMALL_BYTES = 16 << 10;

  /** Up to this many bytes, each rank works out its result from copies of all operands. */
  private static final long TINY_BYTES = 512;

  /** Longs from one flag to the next: two cache lines, as lines are fetched in pairs. */
  private static final int FLAG_STEP = 16;

  private static final VarHandle FLAG = MethodHandles.arrayElementVarHandle(long[].class);

  /** One rank's share of a call's work. */
  @FunctionalInterface
  interface Share {
    void run(LocalCall[] calls, int rank);
  }

  private final class Seat extends Padded implements Waiting.Condition {
    private final int rank;
    private int calls;
    private long round;
    private int seen;
    private int missing;

    Seat(int rank) {
      this.rank = rank;
    }

    /** Whether all others have raised their flags. */
    @Override
    public boolean isMet() {
      while (seen < members.length && flag(seen) >= round) {
        seen++;
      }
      if (seen == members.length) {
        return true;
      }
      missing = seen;
      return false;
    }

    /** The last one seen to be missing: of all, it came last. */
    @Override
    public int awaited() {
      return members[missing].rank();
    }
  }

  private final class NextRound extends Padded implements Waiting.Condition {
    private int entered;

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
  private final Seat[] seats;
  private final LocalCall[][] calls;
  private final long[] flags;
  private final boolean isCounting;
  private final NextRound[] nextRounds;
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
    this.isCounting = isCounting;
    this.seats = new Seat[size];
    this.nextRounds = new NextRound[size];
    this.calls = new LocalCall[2][size];
    this.flags = new long[(size + 1) * FLAG_STEP];
    for (int r = 0; r < size; r++) {
      seats[r] = new Seat(r);
      nextRounds[r] = new NextRound();
      calls[0][r] = new LocalCall();
      calls[1][r] = new LocalCall();
    }
  }

  /** The call that {@code rank} makes next, to be filled in before {@link #run}. */
  LocalCall next(int rank) {
    return calls[seats[rank].calls & 1][rank];
  }

  /** Carries out the call in {@link #next} as {@code rank}. */
  void run(int rank) {
    Seat seat = seats[rank];
    LocalCall[] current = calls[seat.calls++ & 1];
    if (isCounting) {
      count(rank, current);
    } else {
      raiseFlags(seat, current);
    }
    for (LocalCall call : current) {
      Throwable thrown = call.error();
      if (thrown != null) {
        ErrorClass kind = thrown instanceof MpiException e ? e.errorClass() : ErrorClass.OP;
        throw new MpiException(kind, call.print() + " failed: " + thrown.getMessage(), thrown);
      }
    }
    current[rank].clear();
  }

  // ---- with flags ----

  private void raiseFlags(Seat seat, LocalCall[] current) {
    LocalCall own = current[seat.rank];
    Share tiny = own.tiny();
    boolean isTiny = tiny != null && own.operandBytes() <= TINY_BYTES;
    if (isTiny) {
      own.copyOperand();
    }
    meet(seat);
    compare(current);
    if (isTiny) {
      carryOut(Objects.requireNonNull(tiny), current, seat.rank);
    } else {
      carryOut(own.share(), current, seat.rank);
      meet(seat);
    }
  }

  private void meet(Seat seat) {
    seat.round++;
    seat.seen = 0;
    FLAG.setVolatile(flags, (seat.rank + 1) * FLAG_STEP, seat.round);
    for (Endpoint member : members) {
      member.waiting().wake();
    }
    members[seat.rank].waiting().await(seat);
  }

  private long flag(int rank) {
    return (long) FLAG.getVolatile(flags, (rank + 1) * FLAG_STEP);
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
    NextRound condition = nextRounds[rank];
    condition.entered = entered;
    members[rank].waiting().await(condition);
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

  // ---- both ----

  private static void carryOut(Share share, LocalCall[] current, int rank) {
    try {
      share.run(current, rank);
    } catch (RuntimeException | Error e) {
      current[rank].fail(e);
    }
  }

  private void compare(LocalCall[] current) {
    for (int r = 1; r < current.length; r++) {
      if (!current[r].print().equals(current[0].print())) {
        Endpoint other = members[r];
        int number = seats[r].calls - 1;
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

  /** Copies a block between ranks, whose counts must agree. */
  static void copyBlock(Data from, Data to) {
    if (from.count() != to.count() || from.type() != to.type()) {
      throw new MpiException(
          ErrorClass.MISMATCH,
          "sent and received blocks differ: sent=" + from + ", received=" + to);
    }
    Elements.copy(from, to);
  }
}
