package org.commworld.collective;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.commworld.collective.EndpointChannel.Place;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.LocalRanks;
import org.commworld.spi.HostMemory;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how a communicator's collectives go: among ranks of one JVM in their own arrays, among
 * those of one host through memory that its JVMs share, between hosts by messages, in two levels
 * where hosts have several ranks. All ranks choose the same. Used by all ranks of the JVM.
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

  /**
   * What the ways are made with.
   *
   * @param probeNanos how long a rank waits for a message before it asks which call its peer is in
   * @param table algorithms of messages
   * @param memory shared by the JVMs of this host; null if they shall not share any
   */
  public record Settings(long probeNanos, AlgorithmTable table, @Nullable HostMemory memory) {}

  private final LocalRanks ranks;
  private final Settings settings;
  private final Map<Key, Meeting> meetings = new HashMap<>();
  private final Map<Integer, SegmentSharing> sharings = new HashMap<>();

  /** The ways of the ranks of one world in this JVM. */
  public CollectivePaths(LocalRanks ranks, Settings settings) {
    this.ranks = ranks;
    this.settings = settings;
  }

  /** The collectives of {@code rank} of the communicator of {@code worldRanks}. */
  public Collectives of(Endpoint endpoint, int context, int rank, int[] worldRanks) {
    Place all = Place.ofAll(endpoint, context, rank, worldRanks, settings.probeNanos);
    HostMap map = new HostMap(worldRanks.length, rank, r -> ranks.host(worldRanks[r]));
    if (map.hosts() == 1) {
      return onOneHost(all);
    }
    Collectives flat = new ChannelCollectives(all, settings.table);
    if (map.hosts() == worldRanks.length) {
      return flat;
    }
    Collectives host = onOneHost(all.of(map.ranksOf(map.ownHost())));
    boolean hasPlaceAcross = map.ownPlace() == 0 || map.isEven();
    Collectives across =
        hasPlaceAcross
            ? new ChannelCollectives(all.of(map.acrossAt(map.ownPlace())), settings.table)
            : null;
    return new TwoLevelCollectives(map, host, across, flat);
  }

  /** Of ranks that share a host: of one JVM, of several that share memory, or by messages. */
  private Collectives onOneHost(Place place) {
    int[] worldRanks = place.worldRanks();
    if (IntStream.of(worldRanks).allMatch(r -> ranks.find(r) != null)) {
      Key key = new Key(place.context(), worldRanks[0]);
      return new LocalCollectives(join(key, worldRanks), place.rank(), () -> leave(key));
    }
    SegmentSharing sharing = sharing(place.endpoint().rank());
    Collectives messages = new ChannelCollectives(place, settings.table.onOneHost());
    return sharing == null ? messages : new SharedOrMessages(place, sharing, messages);
  }

  private synchronized @Nullable SegmentSharing sharing(int worldRank) {
    HostMemory memory = settings.memory;
    return memory == null
        ? null
        : sharings.computeIfAbsent(worldRank, r -> new SegmentSharing(memory));
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
