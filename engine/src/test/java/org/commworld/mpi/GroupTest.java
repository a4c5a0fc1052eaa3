package org.commworld.mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GroupTest {
  private final Group world = Group.of(new int[] {0, 1, 2, 3, 4}, 2);

  @Test
  void inclKeepsTheGivenOrder() {
    Group group = world.incl(4, 2, 0);

    assertThat(group.worldRanks()).containsExactly(4, 2, 0);
    assertThat(group.rank()).isEqualTo(1);
  }

  @Test
  void exclLeavesTheOthersInOrder() {
    assertThat(world.excl(1, 3).worldRanks()).containsExactly(0, 2, 4);
  }

  @Test
  void unionAddsWhatIsMissingAtTheEnd() {
    assertThat(world.incl(3, 1).union(world.incl(0, 1)).worldRanks()).containsExactly(3, 1, 0);
  }

  @Test
  void intersectionAndDifferenceKeepTheFirstsOrder() {
    Group odd = world.incl(3, 1);

    assertThat(odd.intersection(world.incl(0, 1)).worldRanks()).containsExactly(1);
    assertThat(odd.difference(world.incl(0, 1)).worldRanks()).containsExactly(3);
  }

  @Test
  void ranksThatAreNotThereTranslateToUndefined() {
    assertThat(world.translateRanks(new int[] {0, 3}, world.incl(3)))
        .containsExactly(Comm.UNDEFINED, 0);
  }

  @Test
  void callerThatIsNotInTheGroupHasNoRank() {
    assertThat(world.incl(0).rank()).isEqualTo(Comm.UNDEFINED);
  }

  @Test
  void invalidRankIsNamed() {
    assertThatThrownBy(() -> world.incl(5))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("rank=5, size=5");
  }

  @Test
  void sameRankTwiceIsRefused() {
    assertThatThrownBy(() -> world.incl(1, 1)).isInstanceOf(MpiException.class);
  }
}
