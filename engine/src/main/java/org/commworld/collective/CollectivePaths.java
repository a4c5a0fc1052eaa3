package org.commworld.collective;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.LocalRanks;

/**
 * Chooses how a communicator's collectives go: through shared memory if all its ranks are in this
 * JVM, by messages if not. Used by all ranks of the JVM.
 */
public final class CollectivePaths {
  /**
   * Which communicator a meeting place is of: disjoint ones may share a context, but not their
   * first rank.
   */
  private record Key(int context, int firstWorldRank) {}

  private static final class Meeting {
    private final LocalGroup group;
    private int users;

    Meeting(LocalGroup group) {
      this.group = group;
    }
  }

  private final LocalRanks ranks;
  private final long probeNanos;
  private final Map<Key, Meeting> meetings = new HashMap<>();

  /** The ways of the ranks of one world in this JVM. */
  public CollectivePaths(LocalRanks ranks, long probeNanos) {
    this.ranks = ranks;
    this.probeNanos = probeNanos;
  }

  /** The collectives of {@code rank} of the communicator of {@code worldRanks}. */
  public Collectives of(Endpoint endpoint, int context, int rank, int[] worldRanks) {
    if (IntStream.of(worldRanks).allMatch(r -> ranks.find(r) != null)) {
      Key key = new Key(context, worldRanks[0]);
      return new LocalCollectives(join(key, worldRanks), rank, () -> leave(key));
    }
    return new ChannelCollectives(
        new EndpointChannel.Place(endpoint, context, rank, worldRanks, probeNanos));
  }

  private synchronized LocalGroup join(Key key, int[] worldRanks) {
    Meeting meeting =
        meetings.computeIfAbsent(
            key,
            k ->
                new Meeting(
                    new LocalGroup(
                        IntStream.of(worldRanks)
                            .mapToObj(ranks::endpoint)
                            .toArray(Endpoint[]::new))));
    meeting.users++;
    return meeting.group;
  }

  private synchronized void leave(Key key) {
    Meeting meeting = Objects.requireNonNull(meetings.get(key));
    if (--meeting.users == 0) {
      meetings.remove(key);
    }
  }
}
