package org.commworld.collective.algo;

import java.util.ArrayDeque;
import org.commworld.collective.algo.Channel.Transfer;

/** Transfers under way, a bounded number of them: one more waits for the oldest. */
final class Outstanding {
  private final int limit;
  private final ArrayDeque<Transfer> transfers = new ArrayDeque<>();

  Outstanding(int limit) {
    this.limit = limit;
  }

  void add(Transfer transfer) {
    if (transfers.size() >= limit) {
      transfers.remove().await();
    }
    transfers.add(transfer);
  }

  /** Waits for the oldest. */
  void awaitNext() {
    transfers.remove().await();
  }

  /** Waits for all. */
  void await() {
    while (!transfers.isEmpty()) {
      transfers.remove().await();
    }
  }
}
