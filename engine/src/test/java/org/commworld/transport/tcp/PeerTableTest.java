package org.commworld.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerTableTest {
  private final PeerTable table = new PeerTable();

  @Test
  void onlyOneOfTwoThreadsDials() {
    assertThat(table.mayDial(0, 1)).isTrue();
    assertThat(table.mayDial(0, 1)).isFalse();
  }

  @Test
  void higherRankThatDialsAcceptsTheLowerRanksConnection() {
    table.mayDial(1, 0);

    assertThat(table.mayAccept(1, 0)).isTrue();
    assertThat(table.mayAccept(1, 0)).isFalse();
  }

  @Test
  void lowerRankThatDialsRefusesTheHigherRanksConnection() {
    table.mayDial(0, 1);

    assertThat(table.mayAccept(0, 1)).isFalse();
  }

  @Test
  void acceptedConnectionNeedsNoDialling() {
    table.mayAccept(0, 1);

    assertThat(table.mayDial(0, 1)).isFalse();
  }

  /**
   * Both sides dial at once, each through the other's table: in any order exactly one connection
   * counts.
   */
  @Test
  void exactlyOneOfTwoSimultaneousConnectionsCounts() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 5_000; i++) {
        PeerTable tables = new PeerTable();
        Callable<Boolean> low = () -> tables.mayDial(0, 1) && tables.mayAccept(1, 0);
        Callable<Boolean> high = () -> tables.mayDial(1, 0) && tables.mayAccept(0, 1);
        var results = threads.invokeAll(List.of(low, high));
        assertThat(results.get(0).get() ^ results.get(1).get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
