package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.commworld.testkit.AffineMaps;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Scans and scattered reductions. */
@ParameterizedClass
@MethodSource("org.commworld.testkit.Worlds#kindsAndSizes")
@Timeout(120)
class ScanIT {
  private final Kind kind;
  private final int ranks;

  ScanIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  @Test
  void scansReduceThePrefix() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (Datatype type : Typed.SOME) {
                  for (int n : Typed.counts(comm.size())) {
                    scans(comm, type, n);
                  }
                }
              });
          for (Datatype type : Typed.SOME) {
            scans(world, type, Typed.longCount(type));
          }
          return null;
        });
  }

  private static void scans(Comm comm, Datatype type, int n) {
    int self = comm.rank();
    Object send = Typed.array(type, n, self);
    Object scan = Typed.zeros(type, n);
    comm.scan(send, scan, Op.SUM);
    Typed.check(scan, Typed.reduction(Op.SUM, type, n, 0, self), "scan %s[%d]", type, n);

    Object exScan = Typed.array(type, n, 77);
    comm.exScan(send, exScan, Op.SUM);
    Object expected =
        self == 0 ? Typed.array(type, n, 77) : Typed.reduction(Op.SUM, type, n, 0, self - 1);
    Typed.check(exScan, expected, "exScan %s[%d]", type, n);
    Typed.check(send, Typed.array(type, n, self), "operand of scan");
  }

  @Test
  void scansKeepTheOrderOfRanks() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (int n : new int[] {1, 20_000}) {
                  long[] scan = new long[n];
                  comm.scan(AffineMaps.ofRank(comm.rank(), n), scan, AffineMaps.COMPOSE);
                  Typed.check(scan, AffineMaps.composed(0, comm.rank(), n), "scan [%d]", n);
                  long[] exScan = new long[n];
                  comm.exScan(AffineMaps.ofRank(comm.rank(), n), exScan, AffineMaps.COMPOSE);
                  long[] before =
                      comm.rank() == 0 ? new long[n] : AffineMaps.composed(0, comm.rank() - 1, n);
                  Typed.check(exScan, before, "exScan [%d]", n);
                }
              });
          return null;
        });
  }

  private static String joined(int ranks) {
    return IntStream.range(0, ranks).mapToObj(Integer::toString).collect(Collectors.joining());
  }

  @Test
  void objectsAreScannedInTheOrderOfRanks() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                String mine = Integer.toString(comm.rank());
                String upToMe = comm.scan(mine, String::concat);
                String before = comm.exScan(mine, String::concat);
                assertThat(upToMe).isEqualTo(joined(comm.rank() + 1));
                assertThat(before).isEqualTo(comm.rank() == 0 ? null : joined(comm.rank()));
              });
          return null;
        });
  }

  @Test
  void reduceScatterGivesEachRankItsBlock() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                int[] ragged = IntStream.range(0, comm.size()).map(r -> (r * 5) % 4).toArray();
                for (Datatype type : Typed.SOME) {
                  reduceScatter(comm, type, ragged);
                }
                inOrder(comm, ragged);
              });
          int[] counts = IntStream.range(0, world.size()).map(r -> 10_000 + r).toArray();
          for (Datatype type : Typed.SOME) {
            reduceScatter(world, type, counts);
          }
          inOrder(world, counts);
          return null;
        });
  }

  private static void reduceScatter(Comm comm, Datatype type, int[] counts) {
    int n = IntStream.of(counts).sum();
    int at = IntStream.of(counts).limit(comm.rank()).sum();
    int own = counts[comm.rank()];
    Object recv = Typed.zeros(type, own);

    comm.reduceScatter(Typed.array(type, n, comm.rank()), recv, counts, Op.SUM);

    Object all = Typed.reduction(Op.SUM, type, n, 0, comm.size() - 1);
    Typed.check(recv, Typed.slice(all, at, own), "reduceScatter %s[%d]", type, n);
  }

  private static void inOrder(Comm comm, int[] counts) {
    int n = IntStream.of(counts).sum();
    int at = IntStream.of(counts).limit(comm.rank()).sum();
    long[] recv = new long[counts[comm.rank()]];

    comm.reduceScatter(AffineMaps.ofRank(comm.rank(), n), recv, counts, AffineMaps.COMPOSE);

    long[] all = AffineMaps.composed(0, comm.size() - 1, n);
    Typed.check(recv, Typed.slice(all, at, recv.length), "reduceScatter in order [%d]", n);
  }

  @Test
  void reduceScatterBlockGivesEqualBlocks() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comms.forEach(
              world,
              comm -> {
                for (Datatype type : Typed.SOME) {
                  for (int n : Typed.counts(comm.size())) {
                    int p = comm.size();
                    Object recv = Typed.zeros(type, n);
                    comm.reduceScatterBlock(Typed.array(type, p * n, comm.rank()), recv, Op.SUM);
                    Object all = Typed.reduction(Op.SUM, type, p * n, 0, p - 1);
                    Object expected = Typed.slice(all, comm.rank() * n, n);
                    Typed.check(recv, expected, "reduceScatterBlock %s[%d]", type, n);
                  }
                }
              });
          return null;
        });
  }
}
