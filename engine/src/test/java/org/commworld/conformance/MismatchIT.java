package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.commworld.mpi.Comm;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.Op;
import org.commworld.testkit.Ranks.Outcome;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One rank calls another collective than the others: an error on all, and no hang. */
@Timeout(60)
class MismatchIT {
  /** What the others do, what the odd one does, and what both are called in the message. */
  private record Mismatch(
      String name, Comms.Body others, Comms.Body oddOne, List<String> inMessage) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Mismatch mismatch(
      String name, Comms.Body others, Comms.Body oddOne, String... inMessage) {
    return new Mismatch(name, others, oddOne, List.of(inMessage));
  }

  private static List<Mismatch> mismatches() {
    return List.of(
        mismatch(
            "kind",
            Comm::barrier,
            comm -> comm.allReduce(new int[4], Op.SUM),
            "barrier",
            "allReduce"),
        mismatch("root", comm -> comm.bcast(new int[4], 0), comm -> comm.bcast(new int[4], 1)),
        mismatch(
            "count",
            comm -> comm.allReduce(new int[4], Op.SUM),
            comm -> comm.allReduce(new int[5], Op.SUM),
            "4",
            "5"),
        mismatch(
            "long count",
            comm -> comm.allReduce(new double[40_000], Op.SUM),
            comm -> comm.allReduce(new double[40_001], Op.SUM)),
        mismatch(
            "bcast count",
            comm -> comm.bcast(new double[40_000], 0),
            comm -> comm.bcast(new double[30_000], 0)),
        mismatch(
            "op",
            comm -> comm.allReduce(new int[4], Op.SUM),
            comm -> comm.allReduce(new int[4], Op.MAX),
            "SUM",
            "MAX"),
        mismatch(
            "type",
            comm -> comm.allReduce(new int[4], Op.SUM),
            comm -> comm.allReduce(new float[4], Op.SUM),
            "INT",
            "FLOAT"),
        mismatch(
            "buffer and object",
            comm -> comm.bcast(new int[4], 0),
            comm -> comm.bcast("an object", 0)),
        mismatch(
            "gather root", comm -> comm.gather("x", 0), comm -> comm.gather("x", comm.rank())));
  }

  static Stream<Arguments> cases() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                mismatches().stream()
                    .flatMap(m -> Stream.of(2, 4).map(ranks -> Arguments.of(kind, ranks, m))));
  }

  @ParameterizedTest(name = "{0} × {1}: {2}")
  @MethodSource("cases")
  void mismatchedCollectivesAreAnErrorOnAllRanks(Kind kind, int ranks, Mismatch mismatch) {
    List<Outcome<Void>> outcomes =
        Worlds.outcomes(
            kind,
            ranks,
            world -> {
              (world.rank() == 1 ? mismatch.oddOne() : mismatch.others()).run(world);
              // A rank whose part was done without hearing of the odd one is told at its next call.
              world.barrier();
              return null;
            });

    assertThat(outcomes)
        .allSatisfy(
            outcome -> {
              assertThat(outcome.error()).isInstanceOf(MpiException.class);
              MpiException e = (MpiException) outcome.error();
              assertThat(e.errorClass()).as(e.getMessage()).isEqualTo(ErrorClass.MISMATCH);
              assertThat(mismatch.inMessage())
                  .allSatisfy(x -> assertThat(e).hasMessageContaining(x));
            });
  }
}
