package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.commworld.data.StreamingCopy;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Op;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the thread of a rank allocates for one operation once the compiler has seen it often.
 * Counted by the JVM itself, so it is exact; the quietest of several blocks counts, as a
 * compilation that ends in between may move a block's figure, but never below what the code
 * allocates.
 */
@Timeout(60)
class AllocationIT {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Bytes for one turn of one rank: less than any object takes. Not 0, because a rank that blocks,
   * as it does now and then on a busy machine, puts itself into a queue.
   */
  private static final double NOTHING = 15;

  /** Two NIO views, through which arrays are copied to and from memory that is not an array. */
  private static final double VIEWS = 144;

  /** What a long message costs in descriptors. */
  private static final double DESCRIPTORS = 1000;

  /** The same for an allReduce by messages, beside the operands that come into fresh arrays. */
  private static final double CALL_DESCRIPTORS = 2 * DESCRIPTORS;

  /**
   * What a long vector's way into shared memory costs where the C library copies it: segments, 112
   * bytes a copy, which the compiler leaves out in some runs and not in others.
   */
  private static final double SEGMENTS =
      StreamingCopy.into(ByteBuffer.allocateDirect(1).order(ByteOrder.nativeOrder())) == null
          ? NOTHING
          : DESCRIPTORS;

  private static final int BLOCKS = 40;
  private static final int TURNS = 2_500;

  /** An operation of two ranks. */
  private interface Operation {
    void run(Comm world, double[] x);
  }

  private static void pingPong(Comm world, double[] x) {
    int peer = 1 - world.rank();
    if (world.rank() == 0) {
      world.send(x, peer, 1);
      world.recv(x, peer, 1);
    } else {
      world.recv(x, peer, 1);
      world.send(x, peer, 1);
    }
  }

  private static void allReduce(Comm world, double[] x) {
    world.allReduce(x, Op.MAX);
  }

  private static void allReduceBcastAndBarrier(Comm world, double[] x) {
    world.allReduce(x, x, Op.MAX);
    world.bcast(x, 0);
    world.barrier();
  }

  static Stream<Arguments> pingPongs() {
    return Stream.of(
        Arguments.of(Kind.INPROC, 1, NOTHING),
        Arguments.of(Kind.INPROC, 128, NOTHING),
        Arguments.of(Kind.INPROC, 8192, DESCRIPTORS),
        Arguments.of(Kind.SHM, 1, NOTHING),
        Arguments.of(Kind.SHM, 128, VIEWS),
        Arguments.of(Kind.SHM, 8192, 4 * DESCRIPTORS),
        Arguments.of(Kind.TCP, 1, NOTHING),
        Arguments.of(Kind.TCP, 128, VIEWS),
        Arguments.of(Kind.TCP, 8192, DESCRIPTORS));
  }

  static Stream<Arguments> allReduces() {
    return Stream.of(
        Arguments.of(Kind.INPROC, 1, NOTHING),
        Arguments.of(Kind.INPROC, 128, NOTHING),
        Arguments.of(Kind.INPROC, 8192, NOTHING),
        Arguments.of(Kind.SHM, 1, NOTHING),
        Arguments.of(Kind.SHM, 128, NOTHING),
        Arguments.of(Kind.SHM, 8192, SEGMENTS),
        Arguments.of(Kind.TCP, 1, CALL_DESCRIPTORS + Double.BYTES),
        Arguments.of(Kind.TCP, 128, CALL_DESCRIPTORS + 128 * Double.BYTES));
  }

  @ParameterizedTest
  @MethodSource("pingPongs")
  void pingPongAllocatesNoMoreThanItsLimit(Kind kind, int count, double limitBytes) {
    assertThat(bytesPerTurn(kind, count, limitBytes, AllocationIT::pingPong))
        .isLessThanOrEqualTo(limitBytes);
  }

  @ParameterizedTest
  @MethodSource("allReduces")
  void allReduceAllocatesNoMoreThanItsLimit(Kind kind, int count, double limitBytes) {
    assertThat(bytesPerTurn(kind, count, limitBytes, AllocationIT::allReduce))
        .isLessThanOrEqualTo(limitBytes);
  }

  @ParameterizedTest
  @EnumSource(names = {"INPROC", "SHM"})
  void collectivesInTurnAllocateNothing(Kind kind) {
    assertThat(bytesPerTurn(kind, 16, NOTHING, AllocationIT::allReduceBcastAndBarrier))
        .isLessThanOrEqualTo(NOTHING);
  }

  /**
   * The greater figure of the two ranks, of the best block; there are more of them until one is
   * good, as code allocates until it is compiled.
   */
  private static double bytesPerTurn(Kind kind, int count, double limitBytes, Operation operation) {
    List<Double> byRank =
        Worlds.run(
            kind,
            2,
            world -> {
              double[] x = new double[count];
              double least = Double.MAX_VALUE;
              boolean isGood = false;
              for (int block = 0; block < BLOCKS && !isGood; block++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int turn = 0; turn < TURNS; turn++) {
                  operation.run(world, x);
                }
                long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
                least = Math.min(least, bytes / (double) TURNS);
                isGood = world.allReduce(new double[] {least}, Op.MAX)[0] <= limitBytes;
              }
              return least;
            });
    return Collections.max(byRank);
  }
}
