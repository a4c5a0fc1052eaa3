package org.commworld.collective;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.commworld.data.Elements;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
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
 *   <li>Where each rank can have a processor, each raises a flag of its own and waits for the flags
 *       of all others, so all cache lines move at the same time. Of a tiny call each rank leaves a
 *       copy of its operand beside its flag, so that both move at once, and all work out their own
 *       result: one meeting, and the buffers are nobody else's business.
 *   <li>Where ranks outnumber processors, they count themselves, and the last to arrive carries out
 *       a small call for all: one meeting, and the fewest context switches.
 * </ul>
 *
 * <p>Of a larger call each rank carries out its share, reading and writing the others' arrays in
 * place, and all meet once more.
 *
 * <p>Memory order: a rank writes its call, then raises its flag with release (or increments the
 * count with a volatile write); the others read the flags with acquire (the last one the count, the
 * others then the round, which are volatile) before they read the calls. So calls are written
 * before they are read, and results before they are used. A full fence follows a flag, because the
 * writer then looks for sleepers, which must not be done before. A seat has two calls, used in
 * turn: the one of call c is written again in call c+2, which its rank enters after the first
 * meeting of call c+1, and that is after all others have left call c. The same holds for the two
 * places that a rank has in {@link #memory}, which meetings use in turn.
 */
final class LocalGroup {
  /** Up to this many bytes in all, the last to arrive does the work of all. */
  private static final long SMALL_BYTES = 16 << 10;

  /** Up to this many bytes, each rank works out its result from copies of all operands. */
  static final int TINY_BYTES = 2 << 10;

  /** Cache lines are fetched in pairs. */
  private static final int LINES_BYTES = 128;

  /** One rank's share of a call's work. */
  @FunctionalInterface
  interface Share {
    void run(LocalCall[] calls, int rank);
  }

  /** What one rank makes of all operands of a tiny call; touches no other rank's buffers. */
  @FunctionalInterface
  interface TinyShare {
    void run(Operands operands, LocalCall call, int rank);
  }

  /** Copies of all ranks' operands. */
  interface Operands {
    int ranks();

    /**
     * Elements {@code [first, first+count)} of {@code rank}'s, which has {@code total}; good until
     * the next are asked for.
     */
    Data of(int rank, Datatype type, int total, int first, int count);

    /** Copies the same to {@code [at, at+count)} of {@code to}, of their type. */
    void copy(int rank, int total, int first, int count, Data to, int at);
  }

  private final class Seat extends Padded implements Waiting.Condition, Operands {
    private final int rank;
    private final HostSegment places;
    private @Nullable Data operand;
    private int calls;
    private long round;
    private int seen;
    private int missing;

    Seat(int rank) {
      this.rank = rank;
      this.places = new HostSegment(memory, members.length, TINY_BYTES);
    }

    /** Leaves its call, and a copy of a tiny call's operand, for the coming meeting. */
    void tell(Fingerprint call, @Nullable Data operand) {
      places.putCall(rank, round + 1, HostRounds.firstWord(call), call.count(), 0);
      if (operand != null) {
        boolean isShort = operand.lengthBytes() <= HostSegment.SHORT_BYTES;
        places.put(rank, round + 1, isShort, operand, 0, 0, operand.count());
      }
    }

    /** Whether all have met in {@code call}. */
    boolean areAlike(Fingerprint call) {
      long first = HostRounds.firstWord(call);
      boolean alike = true;
      for (int peer = 0; peer < members.length; peer++) {
        alike &= places.isCall(peer, round, first, call.count());
      }
      return alike;
    }

    @Override
    public int ranks() {
      return members.length;
    }

    @Override
    public Data of(int peer, Datatype type, int total, int first, int count) {
      Data copy = operand;
      if (copy == null || copy.type() != type) {
        copy = Elements.allocate(type, TINY_BYTES / type.sizeBytes());
        operand = copy;
      }
      // Loops over arrays are compiled better than those over memory.
      copy(peer, total, first, count, copy, 0);
      return copy;
    }

    @Override
    public void copy(int peer, int total, int first, int count, Data to, int at) {
      boolean isShort = total * to.type().sizeBytes() <= HostSegment.SHORT_BYTES;
      places.get(peer, round, isShort, first, to, at, count);
    }

    /** Whether all others have raised their flags. */
    @Override
    public boolean isMet() {
      while (seen < members.length && places.hasArrived(seen, round)) {
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
  private final ByteBuffer memory;
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
    int bytes = (int) HostSegment.bytes(size, TINY_BYTES);
    this.memory = ByteBuffer.allocateDirect(bytes + LINES_BYTES).alignedSlice(LINES_BYTES);
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
    current[rank].clear();
  }

  private static void check(LocalCall[] current) {
    for (LocalCall call : current) {
      Throwable thrown = call.error();
      if (thrown != null) {
        throw failure(call, thrown);
      }
    }
  }

  private static MpiException failure(LocalCall call, Throwable thrown) {
    ErrorClass kind = thrown instanceof MpiException e ? e.errorClass() : ErrorClass.OP;
    return new MpiException(kind, call.print() + " failed: " + thrown.getMessage(), thrown);
  }

  // ---- with flags ----

  private void raiseFlags(Seat seat, LocalCall[] current) {
    LocalCall own = current[seat.rank];
    TinyShare tiny = own.tiny();
    seat.tell(own.print(), tiny == null ? null : own.operand());
    meet(seat);
    if (!seat.areAlike(own.print())) {
      compare(current);
    }
    if (tiny != null) {
      runTiny(tiny, seat, own);
    } else {
      carryOut(own.share(), current, seat.rank);
      meet(seat);
      check(current);
    }
  }

  private static void runTiny(TinyShare tiny, Seat seat, LocalCall own) {
    try {
      tiny.run(seat, own, seat.rank);
    } catch (RuntimeException | Error e) {
      throw failure(own, e);
    }
  }

  private void meet(Seat seat) {
    seat.round++;
    seat.seen = 0;
    seat.places.arrive(seat.rank, seat.round);
    VarHandle.fullFence();
    for (Endpoint member : members) {
      member.waiting().wake();
    }
    members[seat.rank].waiting().await(seat);
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
    check(current);
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
