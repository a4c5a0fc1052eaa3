package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AbsencesTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Absences absences = new Absences(Duration.ofSeconds(3), Duration.ofSeconds(2));

  @Test
  void aKeyIsOverdueWhenItWasMissingForTheGrace() {
    assertThat(look(100, "a")).isEmpty();
    assertThat(look(101, "a")).isEmpty();
    assertThat(look(102, "a", "b")).isEmpty();
    assertThat(look(103, "a", "b")).containsExactly("a");
  }

  @Test
  void aKeyThatComesBackStartsAgain() {
    look(100, "a");
    look(101);
    look(102, "a");

    assertThat(look(104, "a")).isEmpty();
    assertThat(look(105, "a")).containsExactly("a");
  }

  @Test
  void aPauseOfThisJvmStartsTheCountAgainForAll() {
    look(100, "a");

    assertThat(look(110, "a")).isEmpty();
    assertThat(look(112, "a")).isEmpty();
    assertThat(look(113, "a")).containsExactly("a");
  }

  private List<String> look(int second, String... missing) {
    return absences.overdue(List.of(missing), second * SECOND);
  }
}
