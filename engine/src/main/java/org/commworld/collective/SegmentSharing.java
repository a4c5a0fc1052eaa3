package org.commworld.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.commworld.collective.algo.Channel;
import org.commworld.mpi.Data;
import org.commworld.spi.HostMemory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one rank agrees with others of its host, in other JVMs, on memory for a communicator: the
 * lowest rank offers memory, the others open it and say so, it takes the memory's name away and
 * says what holds for all. The memory of a communicator that was freed serves the next one of the
 * same ranks, since making and mapping it takes milliseconds. Used by all of the rank's threads.
 */
final class SegmentSharing {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentSharing.class);

  /**
   * Measured: longer than the caches' due, because each round costs a meeting, and lines that were
   * just written move slowly between processors.
   */
  private static final int SLOT_BYTES = 512 << 10;

  /** What the slots of all ranks take, in one of two places each. */
  private static final int ALL_SLOTS_BYTES = 16 << 20;

  private static final int LEAST_SLOT_BYTES = 8 << 10;

  /** In place of a slot's length: there is no memory, or it is what a freed communicator had. */
  private static final int NONE = 0;

  private static final int KEPT = -1;

  /** The lowest rank's last words on an offer. */
  private static final byte MESSAGES = 0;

  private static final byte SHARED = 1;
  private static final byte OFFERED_ANEW = 2;

  private final HostMemory memory;
  private final FreedSegments freed = new FreedSegments();

  /** A rank's way to share {@code memory}. */
  SegmentSharing(HostMemory memory) {
    this.memory = memory;
  }

  /**
   * What the ranks of {@code channel} share from now on; null if they share nothing. All of them
   * call this.
   *
   * @param worldRanks the channel's ranks
   */
  FreedSegments.@Nullable Kept agree(Channel channel, int[] worldRanks) {
    return channel.rank() == 0 ? grant(channel, worldRanks) : take(channel, worldRanks);
  }

  /** These ranks do not need {@code segment} any more. */
  void giveBack(int[] worldRanks, FreedSegments.Kept segment) {
    freed.put(worldRanks, segment);
  }

  /** What the lowest rank does. */
  private FreedSegments.@Nullable Kept grant(Channel channel, int[] worldRanks) {
    FreedSegments.Kept kept = freed.take(worldRanks);
    if (kept != null) {
      boolean allKept = isAccepted(channel, KEPT, kept.ticket());
      tell(channel, allKept ? SHARED : OFFERED_ANEW);
      if (allKept) {
        return kept;
      }
      kept.segment().close();
    }
    int size = worldRanks.length;
    int slotBytes = slotBytes(size);
    FreedSegments.Kept made = null;
    boolean isShared;
    try (HostMemory.Grant grant = slotBytes > 0 ? create(worldRanks, slotBytes) : null) {
      if (grant == null) {
        isShared = isAccepted(channel, NONE, new byte[HostMemory.TICKET_BYTES]);
      } else {
        HostSegment segment = new HostSegment(grant.shared(), size, 0, slotBytes);
        made = new FreedSegments.Kept(grant.ticket(), segment, 0);
        isShared = isAccepted(channel, slotBytes, grant.ticket());
      }
    }
    tell(channel, isShared ? SHARED : MESSAGES);
    if (made != null && !isShared) {
      made.segment().close();
      return null;
    }
    return made;
  }

  /** Offers memory to all others; whether all of them have it. */
  private static boolean isAccepted(Channel channel, int slotBytes, byte[] ticket) {
    ByteBuffer offer = ByteBuffer.allocate(Integer.BYTES + HostMemory.TICKET_BYTES);
    offer.putInt(slotBytes).put(ticket);
    for (int peer = 1; peer < channel.size(); peer++) {
      channel.send(Data.of(offer.array()), peer);
    }
    boolean allHave = true;
    byte[] answer = new byte[1];
    for (int peer = 1; peer < channel.size(); peer++) {
      channel.recv(Data.of(answer), peer);
      allHave &= answer[0] == 1;
    }
    return allHave;
  }

  private static void tell(Channel channel, byte verdict) {
    byte[] message = {verdict};
    for (int peer = 1; peer < channel.size(); peer++) {
      channel.send(Data.of(message), peer);
    }
  }

  private HostMemory.@Nullable Grant create(int[] worldRanks, int slotBytes) {
    try {
      int size = worldRanks.length;
      return memory.create(
          (int) HostSegment.bytes(size, slotBytes), (int) HostSegment.usableBytes(size, slotBytes));
    } catch (IOException e) {
      LOG.info(
          "no shared memory for collectives, messages instead: ranks={}, reason={}",
          Arrays.toString(worldRanks),
          e.toString());
      return null;
    }
  }

  /** The longest slots that there is room for; 0 if there is none. */
  private int slotBytes(int size) {
    int slotBytes = SLOT_BYTES;
    while ((long) slotBytes * size > ALL_SLOTS_BYTES && slotBytes > LEAST_SLOT_BYTES) {
      slotBytes /= 2;
    }
    long affordable = Math.min(Integer.MAX_VALUE, memory.affordableBytes());
    while (HostSegment.usableBytes(size, slotBytes) > affordable) {
      slotBytes /= 2;
      if (slotBytes < LEAST_SLOT_BYTES) {
        LOG.info("too little shared memory for collectives: ranks={}, bytes={}", size, affordable);
        return 0;
      }
    }
    return slotBytes;
  }

  /** What all others do. */
  private FreedSegments.@Nullable Kept take(Channel channel, int[] worldRanks) {
    ByteBuffer offer = ByteBuffer.allocate(Integer.BYTES + HostMemory.TICKET_BYTES);
    byte[] ticket = new byte[HostMemory.TICKET_BYTES];
    byte[] verdict = new byte[1];
    do {
      channel.recv(Data.of(offer.array()), 0);
      int slotBytes = offer.clear().getInt();
      offer.get(ticket);
      FreedSegments.Kept found =
          slotBytes == KEPT
              ? freed.take(worldRanks, ticket)
              : open(channel.rank(), worldRanks, ticket, slotBytes);
      byte[] answer = {(byte) (found == null ? 0 : 1)};
      channel.send(Data.of(answer), 0);
      channel.recv(Data.of(verdict), 0);
      if (verdict[0] == SHARED) {
        return found;
      }
      if (found != null) {
        found.segment().close();
      }
    } while (verdict[0] == OFFERED_ANEW);
    return null;
  }

  private FreedSegments.@Nullable Kept open(
      int rank, int[] worldRanks, byte[] ticket, int slotBytes) {
    if (slotBytes < LEAST_SLOT_BYTES) {
      return null;
    }
    int size = worldRanks.length;
    try {
      HostMemory.Shared shared = memory.open(ticket, (int) HostSegment.bytes(size, slotBytes));
      HostSegment segment = new HostSegment(shared, size, rank, slotBytes);
      return new FreedSegments.Kept(ticket.clone(), segment, 0);
    } catch (IOException e) {
      LOG.info(
          "cannot share memory for collectives, messages instead: ranks={}, reason={}",
          Arrays.toString(worldRanks),
          e.toString());
      return null;
    }
  }
}
