package org.commworld.collective;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Memory that one rank has shared in communicators that were freed, for its next ones of the same
 * ranks; the oldest is given up for the newest. Used by all of the rank's threads.
 */
final class FreedSegments {
  /**
   * Memory and where its users are.
   *
   * @param ticket which memory it is, the same for all who share it
   * @param round the last round that was met in, by all: the next user goes on from there
   */
  record Kept(byte[] ticket, HostSegment segment, long round) {
    Kept at(long lastRound) {
      return new Kept(ticket, segment, lastRound);
    }
  }

  private record Entry(int[] worldRanks, Kept kept) {}

  private static final int MOST = 4;

  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void put(int[] worldRanks, Kept kept) {
    if (entries.size() == MOST) {
      entries.removeLast().kept.segment.close();
    }
    entries.addFirst(new Entry(worldRanks, kept));
  }

  /** The newest that just these ranks have shared. */
  @Nullable Kept take(int[] worldRanks) {
    return takeFirst(entry -> Arrays.equals(entry.worldRanks, worldRanks));
  }

  /** The one with this ticket, if just these ranks have shared it. */
  @Nullable Kept take(int[] worldRanks, byte[] ticket) {
    return takeFirst(
        entry ->
            Arrays.equals(entry.worldRanks, worldRanks)
                && Arrays.equals(entry.kept.ticket, ticket));
  }

  private synchronized @Nullable Kept takeFirst(Predicate<Entry> wanted) {
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (wanted.test(entry)) {
        all.remove();
        return entry.kept;
      }
    }
    return null;
  }
}
