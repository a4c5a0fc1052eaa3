package org.commworld.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InMemoryBootstrapTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final WorldId world = new WorldId("0123456789abcdef0123456789abcdef", 1, 4);
  private final InMemoryBootstrap bootstrap = new InMemoryBootstrap();

  private Membership join(int index, Integer... ranks) {
    return bootstrap.join(
        world, new ProcessCard("p" + index, "localhost", 1000 + index, List.of(ranks)), LONG);
  }

  private static Failure failure(int rank) {
    return new Failure(Failure.Kind.RANK_THREW, rank, "localhost", 1, "rank " + rank, "");
  }

  @Test
  void allProcessesGetTheSameRosterByLowestRank() {
    List<Membership> members = Ranks.run(2, i -> i == 0 ? join(0, 1, 3) : join(1, 0, 2));

    assertThat(members.get(0).roster()).isEqualTo(members.get(1).roster());
    assertThat(members.get(0).roster().processIndexByRank()).containsExactly(0, 1, 0, 1);
  }

  @Test
  void ranksThatDoNotComeAreNamed() {
    ProcessCard alone = new ProcessCard("p", "localhost", 1, List.of(0, 2));

    assertThatThrownBy(() -> bootstrap.join(world, alone, Duration.ZERO))
        .isInstanceOfSatisfying(
            MpiException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.TIMEOUT))
        .hasMessageContaining("missing=[1, 3]");
  }

  @Test
  void theFirstFailureReachesAllListenersOnce() throws InterruptedException {
    Membership member = join(0, 0, 1, 2, 3);
    List<Failure> heard = new ArrayList<>();
    member.onFailure(heard::add);

    member.fail(failure(2));
    member.fail(failure(1));
    member.onFailure(heard::add);

    assertThat(heard).containsExactly(failure(2), failure(2));
    assertThat(member.awaitFailure(Duration.ZERO)).contains(failure(2));
  }

  @Test
  void noFailureIsWaitedForNoLongerThanAsked() throws InterruptedException {
    assertThat(join(0, 0, 1, 2, 3).awaitFailure(Duration.ofMillis(1))).isEmpty();
  }
}
