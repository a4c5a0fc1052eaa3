package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Request;
import org.commworld.mpi.Status;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Completion of requests; rank 1 sends what rank 0 asks for, in the order it asks. */
@Timeout(120)
class RequestIT {
  private static final int COUNT = 6;

  /** Rank 0's part. */
  @FunctionalInterface
  private interface Asking {
    void run(Comm world, Request[] requests, int[][] buffers) throws Exception;
  }

  /**
   * Rank 0 has receives posted with tags 0 … 5 and {@link #ask}s for messages; a request for tag −1
   * ends rank 1.
   */
  private static void run(Kind kind, Asking asking) {
    Worlds.run(
        kind,
        2,
        world -> {
          if (world.rank() == 1) {
            serve(world);
            return null;
          }
          int[][] buffers = new int[COUNT][1];
          Request[] requests = new Request[COUNT];
          for (int tag = 0; tag < COUNT; tag++) {
            requests[tag] = world.iRecv(buffers[tag], 1, tag);
          }
          asking.run(world, requests, buffers);
          ask(world, -1);
          return null;
        });
  }

  private static void ask(Comm world, int tag) {
    world.send(new int[] {tag}, 1, 100);
  }

  private static void serve(Comm world) {
    int[] asked = new int[1];
    for (; ; ) {
      world.recv(asked, 0, 100);
      if (asked[0] < 0) {
        return;
      }
      world.send(new int[] {asked[0] * 10}, 0, asked[0]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitAllGivesTheStatusesInTheOrderOfTheRequests(Kind kind) {
    run(
        kind,
        (world, requests, buffers) -> {
          for (int tag = COUNT - 1; tag >= 0; tag--) {
            ask(world, tag);
          }
          Status[] statuses = Request.waitAll(requests);
          for (int tag = 0; tag < COUNT; tag++) {
            assertThat(statuses[tag]).isEqualTo(new Status(1, tag, Datatype.INT, 1));
            assertThat(buffers[tag]).containsExactly(tag * 10);
            assertThat(requests[tag].isActive()).isFalse();
          }
          assertThat(Request.waitAll(requests)).containsOnlyNulls();
        });
  }

  @ParameterizedTest
  @EnumSource
  void waitAnyCompletesTheOneThatIsThere(Kind kind) {
    run(
        kind,
        (world, requests, buffers) -> {
          for (int tag : new int[] {3, 0, 5, 1, 4, 2}) {
            assertThat(Request.testAny(requests)).isEqualTo(Comm.UNDEFINED);
            ask(world, tag);
            assertThat(Request.waitAny(requests)).isEqualTo(tag);
            assertThat(buffers[tag]).containsExactly(tag * 10);
          }
          assertThat(Request.waitAny(requests)).isEqualTo(Comm.UNDEFINED);
          assertThat(Request.waitSome(requests)).isEmpty();
          assertThat(Request.testAll(requests)).isTrue();
        });
  }

  @ParameterizedTest
  @EnumSource
  void waitSomeCompletesAllThatAreThere(Kind kind) {
    run(
        kind,
        (world, requests, buffers) -> {
          ask(world, 4);
          ask(world, 2);
          List<Integer> done = new ArrayList<>();
          while (done.size() < 2) {
            for (int i : Request.waitSome(requests)) {
              done.add(i);
            }
          }
          assertThat(done).containsExactlyInAnyOrder(2, 4);
          assertThat(Request.testSome(requests)).isEmpty();
          assertThat(Request.testAll(requests)).isFalse();
          assertThat(requests[0].isActive()).isTrue();
          for (int tag : new int[] {0, 1, 3, 5}) {
            ask(world, tag);
          }
          while (!Request.testAll(requests)) {
            Thread.onSpinWait();
          }
          assertThat(buffers[5]).containsExactly(50);
        });
  }

  @ParameterizedTest
  @EnumSource
  void testMakesProgressAndCompletesOnce(Kind kind) {
    run(
        kind,
        (world, requests, buffers) -> {
          assertThat(requests[0].test()).isEmpty();
          ask(world, 0);
          while (!requests[0].isDone()) {
            Thread.onSpinWait();
          }
          assertThat(requests[0].isActive()).isTrue();
          assertThat(requests[0].test()).contains(new Status(1, 0, Datatype.INT, 1));
          assertThat(requests[0].isActive()).isFalse();
          for (int tag = 1; tag < COUNT; tag++) {
            assertThat(requests[tag].cancel()).isTrue();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void aReceiveThatIsTakenBackLeavesItsMessageToTheNext(Kind kind) {
    run(
        kind,
        (world, requests, buffers) -> {
          for (int tag = 0; tag < COUNT; tag++) {
            assertThat(requests[tag].cancel()).isTrue();
            Status status = requests[tag].waitFor();
            assertThat(status.source()).isEqualTo(Comm.PROC_NULL);
            assertThat(status.count()).isZero();
          }
          ask(world, 2);
          int[] x = new int[1];
          world.recv(x, 1, 2);
          assertThat(x).containsExactly(20);
          assertThat(buffers[2]).containsExactly(0);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aReceiveThatIsMatchedCannotBeTakenBack(Kind kind) {
    run(
        kind,
        (world, requests, buffers) -> {
          ask(world, 1);
          while (!requests[1].isDone()) {
            Thread.onSpinWait();
          }
          assertThat(requests[1].cancel()).isFalse();
          assertThat(requests[1].waitFor().count()).isEqualTo(1);
          assertThat(buffers[1]).containsExactly(10);
          for (int tag : new int[] {0, 2, 3, 4, 5}) {
            requests[tag].cancel();
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void anObjectIsTheValueOfItsRequest(Kind kind) {
    Worlds.run(
        kind,
        2,
        world -> {
          int peer = 1 - world.rank();
          Request received = world.iRecv(peer, 1);
          Request sent = world.iSend("from " + world.rank(), peer, 1);
          String text = received.value();
          assertThat(text).isEqualTo("from " + peer);
          assertThatThrownBy(sent::value)
              .isInstanceOfSatisfying(
                  MpiException.class,
                  e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.REQUEST));
          sent.waitFor();
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void aSynchronousSendIsNotCompleteBeforeItsReceiveHasBegun(Kind kind) {
    Worlds.run(
        kind,
        2,
        world -> {
          if (world.rank() == 0) {
            Request sent = world.isSend(new int[] {1}, 1, 0);
            world.sendRecv(new int[1], 1, 1, new int[1], 1, 1);
            assertThat(sent.isDone()).isFalse();
            world.send(new int[1], 1, 2);
            sent.waitFor();
          } else {
            world.sendRecv(new int[1], 0, 1, new int[1], 0, 1);
            world.recv(new int[1], 0, 2);
            world.recv(new int[1], 0, 0);
          }
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void anotherThreadOfTheRankMayWait(Kind kind) {
    Worlds.run(
        kind,
        2,
        world -> {
          int peer = 1 - world.rank();
          double[] x = new double[30_000];
          Request received = world.iRecv(x, peer, 0);
          Request sent = world.iSend((double[]) Typed.array(Datatype.DOUBLE, x.length, 3), peer, 0);
          List<Status> statuses = new ArrayList<>();
          Thread other = new Thread(() -> statuses.add(received.waitFor()), "second-thread");
          other.start();
          sent.waitFor();
          other.join(30_000);
          assertThat(statuses).containsExactly(new Status(peer, 0, Datatype.DOUBLE, x.length));
          Typed.check(x, Typed.array(Datatype.DOUBLE, x.length, 3), "received by another thread");
          return null;
        });
  }
}
