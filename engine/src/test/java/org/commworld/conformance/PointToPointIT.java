package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Message;
import org.commworld.mpi.Request;
import org.commworld.mpi.Status;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.commworld.testkit.Worlds#kindsAndSizes")
@Timeout(120)
class PointToPointIT {
  private final Kind kind;
  private final int ranks;

  PointToPointIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  /** A message once around the ring, which with one rank is to oneself. */
  private static int next(Comm comm) {
    return (comm.rank() + 1) % comm.size();
  }

  private static int previous(Comm comm) {
    return (comm.rank() + comm.size() - 1) % comm.size();
  }

  @Test
  void everyModeOfSendMeetsEveryKindOfReceive() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (Datatype type : Typed.ALL) {
                  for (int n : new int[] {0, 1, 1000, Typed.longCount(type)}) {
                    for (boolean synchronous : new boolean[] {false, true}) {
                      aroundTheRing(comm, type, n, synchronous);
                    }
                  }
                }
              });
          return null;
        });
  }

  private static void aroundTheRing(Comm comm, Datatype type, int n, boolean synchronous) {
    Object expected = Typed.array(type, n, previous(comm));
    Object send = Typed.array(type, n, comm.rank());
    Object recv = Typed.zeros(type, n + 2);
    Request sent = synchronous ? comm.isSend(send, next(comm), 3) : comm.iSend(send, next(comm), 3);
    Status status = comm.recv(recv, previous(comm), 3);
    sent.waitFor();
    assertThat(status).isEqualTo(new Status(previous(comm), 3, type, n));
    Typed.check(Typed.slice(recv, 0, n), expected, "iSend and recv of %s[%d]", type, n);

    Object later = Typed.zeros(type, n);
    Request received = comm.iRecv(later, previous(comm), 4);
    if (synchronous) {
      comm.sSend(send, next(comm), 4);
    } else {
      comm.send(send, next(comm), 4);
    }
    assertThat(received.waitFor()).isEqualTo(new Status(previous(comm), 4, type, n));
    Typed.check(later, expected, "send and iRecv of %s[%d]", type, n);
  }

  @Test
  void whatWasSentFromABufferComesAsAFreshArrayToAReceiveOfAnObject() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (Datatype type : Typed.ALL) {
            for (int n : new int[] {0, 5, Typed.longCount(type)}) {
              Request sent = world.iSend(Typed.array(type, n, world.rank()), next(world), 1);
              Object received = world.recv(previous(world), 1);
              sent.waitFor();
              Object expected = Typed.array(type, n, previous(world));
              Typed.check(received, expected, "recv of %s[%d] as an object", type, n);
            }
          }
          return null;
        });
  }

  @Test
  void directBuffersAreSentAndReceived() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (Datatype type : Typed.ALL) {
            for (int n : new int[] {1, 1000, Typed.longCount(type)}) {
              Data send = Typed.direct(Typed.array(type, n, world.rank()), ByteOrder.LITTLE_ENDIAN);
              Data recv = Typed.direct(Typed.zeros(type, n), ByteOrder.BIG_ENDIAN);
              Request sent = world.iSend(send, next(world), 2);
              world.recv(recv, previous(world), 2);
              sent.waitFor();
              Object expected = Typed.array(type, n, previous(world));
              Typed.check(Typed.toArray(recv), expected, "direct %s[%d]", type, n);
            }
          }
          return null;
        });
  }

  @Test
  void aReceiveTouchesNothingOutsideOfTheSlice() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          int[] x = {1, 2, 3, 4, 5};
          int[] y = {-1, -1, -1, -1, -1};
          Request sent = world.iSend(Data.of(x, 1, 2), next(world), 0);
          world.recv(Data.of(y, 2, 3), previous(world), 0);
          sent.waitFor();
          assertThat(y).containsExactly(-1, -1, 2, 3, -1);
          return null;
        });
  }

  @Test
  void objectsTravelByValue() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          List<String> mine = new ArrayList<>(List.of("from " + world.rank()));
          Request sent = world.iSend(mine, next(world), 0);
          List<String> received = world.recv(previous(world), 0);
          sent.waitFor();
          received.add("changed");
          world.barrier();
          assertThat(received).containsExactly("from " + previous(world), "changed");
          assertThat(mine).containsExactly("from " + world.rank());
          String text = world.sendRecv("x".repeat(200_000), next(world), 1, previous(world), 1);
          assertThat(text).hasSize(200_000);
          Object none = world.sendRecv(null, next(world), 2, previous(world), 2);
          assertThat(none).isNull();
          return null;
        });
  }

  @Test
  void sendRecvNeverDeadlocksWithItself() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (int n : new int[] {1, 50_000}) {
            double[] send = (double[]) Typed.array(Datatype.DOUBLE, n, world.rank());
            double[] recv = new double[n];
            Status status = world.sendRecv(send, next(world), 5, recv, previous(world), 5);
            Typed.check(recv, Typed.array(Datatype.DOUBLE, n, previous(world)), "sendRecv");
            assertThat(status).isEqualTo(new Status(previous(world), 5, Datatype.DOUBLE, n));
          }
          return null;
        });
  }

  @Test
  void messagesOfOneSenderAndTagArriveInOrderWhateverTheirLength() {
    int count = 200;

    Worlds.run(
        kind,
        ranks,
        world -> {
          List<Request> sends = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            int[] x = new int[i % 7 == 0 ? 30_000 : 1 + i % 5];
            x[0] = i;
            sends.add(world.iSend(x, next(world), 1));
          }
          int[] recv = new int[30_000];
          for (int i = 0; i < count; i++) {
            world.recv(recv, i % 2 == 0 ? previous(world) : Comm.ANY_SOURCE, 1);
            assertThat(recv[0]).isEqualTo(i);
          }
          Request.waitAll(sends.toArray(Request[]::new));
          return null;
        });
  }

  @Test
  void tagsSelectMessagesOutOfOrder() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          List<Request> sends = new ArrayList<>();
          for (int tag = 0; tag < 20; tag++) {
            sends.add(world.iSend(new int[] {tag}, next(world), tag));
          }
          int[] x = new int[1];
          for (int tag = 19; tag >= 10; tag--) {
            world.recv(x, previous(world), tag);
            assertThat(x[0]).isEqualTo(tag);
          }
          for (int tag = 0; tag < 10; tag++) {
            Status status = world.recv(x, previous(world), Comm.ANY_TAG);
            assertThat(status.tag()).isEqualTo(tag);
            assertThat(x[0]).isEqualTo(tag);
          }
          Request.waitAll(sends.toArray(Request[]::new));
          return null;
        });
  }

  @Test
  void communicatorsDoNotSeeEachOthersMessages() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comm other = world.dup();
          Request first = world.iSend(new int[] {1}, next(world), 0);
          Request second = other.iSend(new int[] {2}, next(other), 0);
          int[] x = new int[1];
          other.recv(x, Comm.ANY_SOURCE, Comm.ANY_TAG);
          assertThat(x[0]).isEqualTo(2);
          world.recv(x, Comm.ANY_SOURCE, Comm.ANY_TAG);
          assertThat(x[0]).isEqualTo(1);
          Request.waitAll(first, second);
          return null;
        });
  }

  @Test
  void aSendsRequestTellsWhatWasSent() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (int length : new int[] {1, 100_000}) {
            Request send = world.iSend(new long[length], next(world), 3);
            assertThat(send.isActive()).isTrue();
            world.recv(new long[length], Comm.ANY_SOURCE, 3);
            Status status = send.waitFor();
            assertThat(status.source()).isEqualTo(world.rank());
            assertThat(status.tag()).isEqualTo(3);
            assertThat(status.type()).isEqualTo(Datatype.LONG);
            assertThat(status.count()).isEqualTo(length);
            assertThat(send.isActive()).isFalse();
            assertThat(send.waitFor()).isEqualTo(status);
          }
          return null;
        });
  }

  @Test
  void nobodyIsAPeerThatAnswersAtOnce() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          int[] untouched = {7};
          Status nothing = new Status(Comm.PROC_NULL, Comm.ANY_TAG, Datatype.INT, 0);
          world.send(new int[9], Comm.PROC_NULL, 0);
          world.sSend(new int[9], Comm.PROC_NULL, 0);
          world.iSend("x", Comm.PROC_NULL, 0).waitFor();
          Status received = world.recv(untouched, Comm.PROC_NULL, 0);
          Status later = world.iRecv(untouched, Comm.PROC_NULL, 0).waitFor();
          Status both = world.sendRecv(new int[1], Comm.PROC_NULL, 0, untouched, Comm.PROC_NULL, 0);
          for (Status status : List.of(received, later, both, world.probe(Comm.PROC_NULL, 0))) {
            assertThat(status.source()).isEqualTo(nothing.source());
            assertThat(status.count()).isZero();
          }
          assertThat(untouched).containsExactly(7);
          return null;
        });
  }

  @Test
  void aProbeSaysWhatWillBeReceived() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (int n : new int[] {3, 40_000}) {
            Request sent = world.iSend(new long[n], next(world), 8);
            Status seen = world.probe(Comm.ANY_SOURCE, Comm.ANY_TAG);
            assertThat(seen).isEqualTo(new Status(previous(world), 8, Datatype.LONG, n));
            assertThat(world.iProbe(previous(world), 8)).contains(seen);
            assertThat(world.iProbe(previous(world), 9)).isEmpty();
            assertThat(world.recv(new long[n], seen.source(), seen.tag())).isEqualTo(seen);
            sent.waitFor();
          }
          return null;
        });
  }

  @Test
  void aMatchedProbeKeepsItsMessageForItsHolder() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          assertThat(world.imProbe(previous(world), 8)).isEmpty();
          world.barrier();
          Request first = world.iSend(new int[] {1, 11}, next(world), 8);
          Request second = world.iSend("second", next(world), 8);
          Message held = world.mProbe(previous(world), 8);
          assertThat(held.status()).isEqualTo(new Status(previous(world), 8, Datatype.INT, 2));
          String text = world.recv(previous(world), 8);
          assertThat(text).isEqualTo("second");
          int[] x = new int[2];
          held.recv(x);
          assertThat(x).containsExactly(1, 11);
          Request.waitAll(first, second);
          Optional<Message> none = world.imProbe(Comm.ANY_SOURCE, Comm.ANY_TAG);
          assertThat(none).isEmpty();
          return null;
        });
  }
}
