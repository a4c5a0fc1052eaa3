package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.Message;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.mpi.Request;
import org.commworld.mpi.TruncationException;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wrong arguments throw before anything is sent, name the value, and do no harm to the world. */
@Timeout(120)
class ArgumentsIT {
  private static void refused(ThrowingCallable call, ErrorClass errorClass, String... parts) {
    MpiException e = catchThrowableOfType(MpiException.class, call);
    assertThat(e).as("expected %s, %s", errorClass, List.of(parts)).isNotNull();
    assertThat(e.errorClass()).as(e.getMessage()).isEqualTo(errorClass);
    assertThat(e).hasMessageContainingAll(parts);
  }

  /** {@code body} on each of two ranks; after it, the world still works. */
  private static void onTwoRanks(Kind kind, Comms.Body body) {
    Worlds.run(
        kind,
        2,
        world -> {
          body.run(world);
          assertThat(world.allReduce(new int[] {1}, Op.SUM)).containsExactly(2);
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void ranksThatAreNotThereAreRefused(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          int[] x = new int[1];
          refused(() -> world.send(x, 2, 0), ErrorClass.RANK, "dest=2", "size=2");
          refused(() -> world.iSend(x, -1, 0), ErrorClass.RANK, "dest=-1");
          refused(() -> world.sSend(x, -7, 0), ErrorClass.RANK, "dest=-7");
          refused(() -> world.isSend("x", 5, 0), ErrorClass.RANK, "dest=5");
          refused(() -> world.recv(x, 2, 0), ErrorClass.RANK, "source=2", "size=2");
          refused(() -> world.iRecv(-3, 0), ErrorClass.RANK, "source=-3");
          refused(() -> world.probe(2, 0), ErrorClass.RANK, "source=2");
          refused(() -> world.imProbe(2, 0), ErrorClass.RANK, "source=2");
          refused(() -> world.sendRecv(x, 2, 0, x, 0, 0), ErrorClass.RANK, "dest=2");
          refused(() -> world.group().worldRank(2), ErrorClass.RANK, "rank=2", "size=2");
        });
  }

  @ParameterizedTest
  @EnumSource
  void tagsBelowZeroAreRefused(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          int[] x = new int[1];
          refused(() -> world.send(x, 0, -1), ErrorClass.TAG, "tag=-1");
          refused(() -> world.iSend(x, 0, -5), ErrorClass.TAG, "tag=-5");
          refused(() -> world.recv(x, 0, -2), ErrorClass.TAG, "tag=-2");
          refused(() -> world.iProbe(0, -2), ErrorClass.TAG, "tag=-2");
        });
  }

  @ParameterizedTest
  @EnumSource
  void rootsThatAreNotThereAreRefused(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          int[] x = new int[2];
          refused(() -> world.bcast(x, 2), ErrorClass.ROOT, "root=2", "size=2");
          refused(() -> world.bcast("x", -1), ErrorClass.ROOT, "root=-1");
          refused(() -> world.reduce(x, x, Op.SUM, 9), ErrorClass.ROOT, "root=9");
          refused(() -> world.gather(x, x, -1), ErrorClass.ROOT, "root=-1");
          refused(() -> world.scatter(x, x, 3), ErrorClass.ROOT, "root=3");
          refused(() -> world.gather("x", 4), ErrorClass.ROOT, "root=4");
        });
  }

  @ParameterizedTest
  @EnumSource
  void countsThatDoNotFitAreRefused(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          int[] x = new int[4];
          refused(() -> Data.of(x, 1, 4), ErrorClass.COUNT, "offset=1", "count=4", "elements=4");
          refused(() -> Data.of(x, -1, 1), ErrorClass.COUNT, "offset=-1");
          refused(() -> Data.of(x, 0, -1), ErrorClass.COUNT, "count=-1");
          refused(() -> world.allReduce(x, new int[3], Op.SUM), ErrorClass.COUNT, "4", "3");
          refused(() -> world.allGather(x, new int[7]), ErrorClass.COUNT, "7");
          refused(() -> world.allToAll(new int[3], new int[3]), ErrorClass.COUNT, "3");
          refused(
              () -> world.allGatherv(x, new int[8], new int[] {4}, new int[] {0, 4}),
              ErrorClass.COUNT,
              "1",
              "2");
          refused(
              () -> world.allGatherv(x, new int[8], new int[] {4, 4}, new int[] {0, 5}),
              ErrorClass.COUNT,
              "5");
          refused(
              () -> world.reduceScatter(x, new int[2], new int[] {2, -2}, Op.SUM),
              ErrorClass.COUNT,
              "-2");
        });
  }

  @ParameterizedTest
  @EnumSource
  void operationsThatAreNotDefinedForTheTypeAreRefused(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          refused(() -> world.allReduce(new double[1], Op.BAND), ErrorClass.OP, "BAND", "DOUBLE");
          refused(() -> world.allReduce(new boolean[1], Op.SUM), ErrorClass.OP, "SUM", "BOOLEAN");
          refused(
              () -> world.scan(new byte[2], new byte[2], Op.MINLOC),
              ErrorClass.OP,
              "MINLOC",
              "BYTE");
        });
  }

  @ParameterizedTest
  @EnumSource
  void buffersThatCannotBeUsedAreRefused(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          ByteBuffer readOnly = ByteBuffer.allocate(8).asReadOnlyBuffer();
          refused(() -> world.recv(readOnly, 0, 0), ErrorClass.BUFFER, "read-only");
          refused(() -> world.recv("a string", 0, 0), ErrorClass.BUFFER, "java.lang.String");
          refused(
              () -> world.allReduce(new int[1], new long[1], Op.SUM),
              ErrorClass.TYPE,
              "INT",
              "LONG");
        });
  }

  @ParameterizedTest
  @EnumSource
  void objectsThatCannotBeSentAreRefusedWithThePath(Kind kind) {
    onTwoRanks(
        kind,
        world ->
            refused(
                () -> world.send(List.of("x", new Object()), 1 - world.rank(), 0),
                ErrorClass.SERIALIZATION,
                "element 1",
                "java.lang.Object is not serializable"));
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatIsTooLongIsAnErrorWithBothCounts(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          int peer = 1 - world.rank();
          for (int n : new int[] {8, 40_000}) {
            Request sent = world.iSend(new int[n], peer, 6);
            TruncationException e =
                catchThrowableOfType(
                    TruncationException.class, () -> world.recv(new int[4], peer, 6));
            assertThat(e).hasMessageContainingAll("count=4", Integer.toString(n), "tag=6");
            sent.waitFor();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aMessageOfAnotherTypeIsAnErrorThatNamesBoth(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          int peer = 1 - world.rank();
          for (int n : new int[] {2, 40_000}) {
            Request sent = world.iSend(new int[n], peer, 6);
            refused(() -> world.recv(new double[n], peer, 6), ErrorClass.TYPE, "INT", "DOUBLE");
            sent.waitFor();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aMatchedMessageIsReceivedOnce(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          int peer = 1 - world.rank();
          Request sent = world.iSend(new int[1], peer, 0);
          Message message = world.mProbe(peer, 0);
          message.recv(new int[1]);
          refused(() -> message.recv(new int[1]), ErrorClass.REQUEST, "received");
          sent.waitFor();
        });
  }

  @ParameterizedTest
  @EnumSource
  void aFreedCommunicatorIsNamedWhenItIsUsed(Kind kind) {
    onTwoRanks(
        kind,
        world -> {
          Comm comm = world.dup();
          String name = comm.name();
          comm.free();
          refused(() -> comm.send(new int[1], 0, 0), ErrorClass.COMM, name);
          refused(() -> comm.recv(new int[1], 0, 0), ErrorClass.COMM, name);
          refused(comm::barrier, ErrorClass.COMM, name);
          refused(comm::dup, ErrorClass.COMM, name);
          refused(() -> comm.allReduce(1, Op.SUM), ErrorClass.COMM, name);
          refused(world::free, ErrorClass.COMM, "world");
        });
  }
}
