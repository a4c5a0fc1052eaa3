package org.commworld.runtime;

import java.time.Duration;
import java.util.Optional;
import org.commworld.pt2pt.Fate;
import org.commworld.pt2pt.LocalRanks;
import org.commworld.spi.Failure;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;

/**
 * What becomes of a broken connection. It is no cause by itself: the peer may have broken it
 * because it failed, and then knows better why. So a thread waits for a better witness, the
 * membership, and only then names the peer as lost.
 */
final class PeerLoss implements LocalRanks.LossHandler {
  private final Fate fate;
  private final Membership membership;
  private final Duration grace;
  private final int[] process;

  PeerLoss(Fate fate, Membership membership, Duration grace) {
    this.fate = fate;
    this.membership = membership;
    this.grace = grace;
    this.process = membership.roster().processIndexByRank();
  }

  @Override
  public void lost(int peer, String evidence) {
    if (fate.isFailed()) {
      return;
    }
    Thread thread = new Thread(() -> judge(peer, evidence), "commworld-peer-loss");
    thread.setDaemon(true);
    thread.start();
  }

  private void judge(int peer, String evidence) {
    try {
      Optional<Failure> better = membership.awaitFailure(grace);
      fate.fail(better.orElseGet(() -> loss(peer, evidence)), null);
    } catch (InterruptedException e) {
      fate.fail(loss(peer, evidence), null);
      Thread.currentThread().interrupt();
    }
  }

  private Failure loss(int peer, String evidence) {
    ProcessCard card = membership.roster().processes().get(process[peer]);
    String message =
        "rank %d on %s is lost (%s:%d, ranks %s): %s"
            .formatted(peer, card.host(), card.host(), card.port(), card.ranks(), evidence);
    return new Failure(Failure.Kind.RANK_LOST, peer, card.host(), 1, message, "");
  }
}
