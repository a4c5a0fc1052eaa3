package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.stream.Stream;
import org.commworld.mpi.AbortException;
import org.commworld.mpi.Comm;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.mpi.ProcessFailedException;
import org.commworld.mpi.Request;
import org.commworld.testkit.Ranks.Outcome;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rank 2 of 4 ends the world; the others wait for something that never comes. */
@Timeout(60)
class FailureIT {
  private static final int RANKS = 4;
  private static final int FAILING = 2;

  /** Where the others are when the world ends. */
  private record Blocked(String name, Comms.Body body) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static int other(Comm comm) {
    return comm.rank() == 0 ? 1 : 0;
  }

  private static List<Blocked> places() {
    return List.of(
        new Blocked("recv", comm -> comm.recv(new int[1], other(comm), 99)),
        new Blocked("recv from the failing rank", comm -> comm.recv(new int[1], FAILING, 99)),
        new Blocked("recv from any", comm -> comm.recv(Comm.ANY_SOURCE, Comm.ANY_TAG)),
        new Blocked("long send", comm -> comm.send(new double[100_000], other(comm), 99)),
        new Blocked("synchronous send", comm -> comm.sSend("x", FAILING, 99)),
        new Blocked("probe", comm -> comm.probe(Comm.ANY_SOURCE, 99)),
        new Blocked("wait", comm -> comm.iRecv(new int[1], FAILING, 99).waitFor()),
        new Blocked(
            "waitAny",
            comm -> Request.waitAny(comm.iRecv(0, 98), comm.iRecv(new int[1], FAILING, 99))),
        new Blocked("barrier", Comm::barrier),
        new Blocked("bcast", comm -> comm.bcast(new int[4], FAILING)),
        new Blocked("allReduce", comm -> comm.allReduce(new double[4], Op.SUM)),
        new Blocked("long allReduce", comm -> comm.allReduce(new double[100_000], Op.SUM)),
        new Blocked("gather of objects", comm -> comm.gather("x", 0)),
        new Blocked("dup", Comm::dup),
        new Blocked("the end", comm -> {}));
  }

  static Stream<Arguments> cases() {
    return Stream.of(Kind.values())
        .flatMap(kind -> places().stream().map(blocked -> Arguments.of(kind, blocked)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void aRankThatThrowsEndsAllOthersWithTheSameCause(Kind kind, Blocked blocked) {
    List<Outcome<Void>> outcomes =
        Worlds.outcomes(
            kind,
            RANKS,
            world -> {
              if (world.rank() == FAILING) {
                throw new IllegalStateException("boom of rank " + FAILING);
              }
              blocked.body().run(world);
              world.barrier();
              return null;
            });

    assertThat(outcomes.get(FAILING).error())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("boom of rank 2");
    for (int rank : new int[] {0, 1, 3}) {
      ProcessFailedException e = failureOf(outcomes.get(rank));
      assertThat(e.rank()).isEqualTo(FAILING);
      assertThat(e.host()).isNotBlank();
      assertThat(e).hasMessageContaining("boom of rank 2");
      assertThat(e).hasMessage(failureOf(outcomes.get(0)).getMessage());
    }
  }

  private static ProcessFailedException failureOf(Outcome<?> outcome) {
    assertThat(outcome.error()).isInstanceOf(ProcessFailedException.class);
    return (ProcessFailedException) outcome.error();
  }

  @ParameterizedTest
  @EnumSource
  void everyLaterCallThrowsTheFirstCauseToo(Kind kind) {
    List<Outcome<Void>> outcomes =
        Worlds.outcomes(
            kind,
            RANKS,
            world -> {
              if (world.rank() == FAILING) {
                throw new IllegalStateException("boom");
              }
              Throwable first = catchThrowable(world::barrier);
              List<Throwable> later =
                  List.of(
                      catchThrowable(() -> world.send(new int[1], 0, 0)),
                      catchThrowable(() -> world.recv(new int[1], 0, 0)),
                      catchThrowable(() -> world.iProbe(0, 0)),
                      catchThrowable(() -> world.allReduce(1, Op.SUM)),
                      catchThrowable(world::dup));
              assertThat(first).isInstanceOf(ProcessFailedException.class);
              assertThat(later)
                  .allSatisfy(e -> assertThat(e).isInstanceOf(ProcessFailedException.class))
                  .allSatisfy(e -> assertThat(e).hasMessage(first.getMessage()));
              throw (MpiException) first;
            });

    for (int rank : new int[] {0, 1, 3}) {
      assertThat(failureOf(outcomes.get(rank)).rank()).isEqualTo(FAILING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void abortEndsAllRanksWithItsCode(Kind kind) {
    List<Outcome<Void>> outcomes =
        Worlds.outcomes(
            kind,
            RANKS,
            world -> {
              if (world.rank() == FAILING) {
                world.abort(7);
              }
              world.barrier();
              return null;
            });

    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.error()).isInstanceOf(AbortException.class);
              AbortException e = (AbortException) outcome.error();
              assertThat(e.code()).isEqualTo(7);
              assertThat(e.rank()).isEqualTo(FAILING);
              assertThat(e).hasMessageContaining("7");
            });
  }

  @ParameterizedTest
  @EnumSource
  void ranksThatFailAtTheSameTimeAgreeOnOneFirstCause(Kind kind) {
    List<Outcome<Void>> outcomes =
        Worlds.outcomes(
            kind,
            RANKS,
            world -> {
              world.barrier();
              if (world.rank() % 2 == 0) {
                throw new IllegalStateException("boom of rank " + world.rank());
              }
              world.barrier();
              return null;
            });

    ProcessFailedException one = failureOf(outcomes.get(1));
    ProcessFailedException three = failureOf(outcomes.get(3));
    assertThat(one.rank()).isIn(0, 2).isEqualTo(three.rank());
    assertThat(one).hasMessage(three.getMessage());
  }
}
