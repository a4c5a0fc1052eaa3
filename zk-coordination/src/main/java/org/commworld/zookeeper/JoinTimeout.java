package org.commworld.zookeeper;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commworld.spi.Failure;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.WorldId;

/** The failure of a world that did not form in time: who is missing, and who has come. */
final class JoinTimeout {
  private JoinTimeout() {}

  static Failure named(WorldId world, List<ProcessCard> registered, Duration timeout) {
    List<Integer> missing = missing(world.size(), registered);
    return failure(
        "%d of %d ranks did not register: missingRanks=%s, timeout=%s"
            .formatted(missing.size(), world.size(), RankRanges.format(missing), timeout),
        registered.stream()
            .map(
                card ->
                    "registered: ranks=%s, host=%s, key=%s"
                        .formatted(RankRanges.format(card.ranks()), card.host(), card.key()))
            .collect(Collectors.joining("\n")));
  }

  /** By a member that leaves it to another one to read who has registered. */
  static Failure counted(WorldId world, int registered, Duration timeout) {
    return failure(
        "the world did not form: ranks=%d, registeredJvms=%d, timeout=%s"
            .formatted(world.size(), registered, timeout),
        "");
  }

  static List<Integer> missing(int size, List<ProcessCard> registered) {
    BitSet present = new BitSet(size);
    registered.forEach(card -> card.ranks().forEach(present::set));
    return IntStream.range(0, size).filter(rank -> !present.get(rank)).boxed().toList();
  }

  private static Failure failure(String message, String detail) {
    return new Failure(Failure.Kind.JOIN_TIMEOUT, -1, "unknown", 1, message, detail);
  }
}
