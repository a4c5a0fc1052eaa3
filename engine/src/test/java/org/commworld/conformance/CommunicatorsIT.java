package org.commworld.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.commworld.mpi.Comm;
import org.commworld.mpi.Group;
import org.commworld.mpi.Op;
import org.commworld.mpi.SplitType;
import org.commworld.testkit.Worlds;
import org.commworld.testkit.Worlds.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.commworld.testkit.Worlds#kindsAndSizes")
@Timeout(120)
class CommunicatorsIT {
  private final Kind kind;
  private final int ranks;

  CommunicatorsIT(Kind kind, int ranks) {
    this.kind = kind;
    this.ranks = ranks;
  }

  @Test
  void theWorldKnowsItself() {
    List<Integer> seen =
        Worlds.run(
            kind,
            ranks,
            world -> {
              assertThat(world.size()).isEqualTo(ranks);
              assertThat(world.name()).isEqualTo("world");
              assertThat(world.processorName()).isNotBlank();
              assertThat(world.group().worldRanks()).isEqualTo(IntStream.range(0, ranks).toArray());
              assertThat(world.group().rank()).isEqualTo(world.rank());
              return world.rank();
            });

    assertThat(seen).isEqualTo(IntStream.range(0, ranks).boxed().toList());
  }

  @Test
  void aDuplicateHasTheSameRanks() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comm comm = world.dup();
          assertThat(comm.rank()).isEqualTo(world.rank());
          assertThat(comm.group()).isEqualTo(world.group());
          assertThat(comm.name()).isNotBlank();
          comm.free();
          return null;
        });
  }

  @Test
  void splitGroupsByColorAndOrdersByKeyThenRank() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          int self = world.rank();
          Comm third = world.split(self % 3, self % 2 == 0 ? 1 : 0).orElseThrow();
          int[] expected =
              IntStream.concat(
                      IntStream.range(0, ranks).filter(r -> r % 2 == 1),
                      IntStream.range(0, ranks).filter(r -> r % 2 == 0))
                  .filter(r -> r % 3 == self % 3)
                  .toArray();
          assertThat(third.group().worldRanks()).isEqualTo(expected);
          assertThat(third.group().worldRank(third.rank())).isEqualTo(self);
          int total = third.allReduce(self, Op.SUM);
          assertThat(total).isEqualTo(IntStream.of(expected).sum());
          return null;
        });
  }

  @Test
  void whoGivesNoColorIsInNoCommunicator() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          boolean out = world.rank() == 0;
          Optional<Comm> rest = world.split(out ? Comm.UNDEFINED : 4, 0);
          assertThat(rest.isPresent()).isEqualTo(!out);
          rest.ifPresent(comm -> assertThat(comm.size()).isEqualTo(ranks - 1));
          rest.ifPresent(Comm::barrier);
          return null;
        });
  }

  @Test
  void splitTypeGroupsByHostAndByEngine() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comm host = world.splitType(SplitType.SHARED, 0);
          Comm jvm = world.splitType(SplitType.JVM, -world.rank());
          boolean isOnSecond = kind.isOnSecondHost(world.rank(), ranks);
          int[] sharing =
              IntStream.range(0, ranks)
                  .filter(r -> kind.isOnSecondHost(r, ranks) == isOnSecond)
                  .toArray();
          assertThat(host.group().worldRanks()).isEqualTo(sharing);
          int engines = kind.engines(ranks);
          List<Integer> together = new ArrayList<>();
          for (int r = ranks - 1; r >= 0; r--) {
            if (r % engines == world.rank() % engines) {
              together.add(r);
            }
          }
          assertThat(IntStream.of(jvm.group().worldRanks()).boxed().toList()).isEqualTo(together);
          jvm.barrier();
          host.barrier();
          return null;
        });
  }

  @Test
  void createMakesACommunicatorOfAGroupInItsOrder() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          int[] evenFromTheTop =
              IntStream.range(0, ranks).map(r -> ranks - 1 - r).filter(r -> r % 2 == 0).toArray();
          Group group = world.group().incl(evenFromTheTop);
          Optional<Comm> comm = world.create(group);
          assertThat(comm.isPresent()).isEqualTo(world.rank() % 2 == 0);
          if (comm.isPresent()) {
            Comm even = comm.orElseThrow();
            assertThat(even.group()).isEqualTo(group);
            List<Integer> worldRanks = even.allGather(world.rank());
            assertThat(worldRanks).isEqualTo(IntStream.of(evenFromTheTop).boxed().toList());
            assertThat(group.translateRanks(new int[] {even.rank()}, world.group()))
                .containsExactly(world.rank());
          }
          return null;
        });
  }

  @Test
  void communicatorsOfCommunicatorsTalkAmongThemselves() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          Comm half = world.split(world.rank() % 2, 0).orElseThrow();
          Comm reversed = half.split(0, -half.rank()).orElseThrow();
          Comm copy = reversed.dup();
          assertThat(copy.rank()).isEqualTo(half.size() - 1 - half.rank());
          int next = (copy.rank() + 1) % copy.size();
          int previous = (copy.rank() + copy.size() - 1) % copy.size();
          int received = copy.sendRecv(world.rank(), next, 0, previous, 0);
          assertThat(received).isEqualTo(copy.group().worldRank(previous));
          world.barrier();
          return null;
        });
  }

  @Test
  void communicatorsMayComeAndGoManyTimes() {
    Worlds.run(
        kind,
        ranks,
        world -> {
          for (int i = 0; i < 100; i++) {
            Comm comm = i % 2 == 0 ? world.dup() : world.split(0, 0).orElseThrow();
            assertThat(comm.allReduce(new int[] {1}, Op.SUM)).containsExactly(ranks);
            comm.free();
          }
          return null;
        });
  }
}
