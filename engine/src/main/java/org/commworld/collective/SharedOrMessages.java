package org.commworld.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.commworld.collective.algo.Channel;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.spi.HostMemory;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collectives of ranks that say they are on one host: through memory that they share if all of them
 * can open it, by messages if not. That is found out in the first call: the lowest rank makes the
 * memory and tells the others, they open it and say so, it takes the memory's name away and says
 * what holds for all.
 */
final class SharedOrMessages implements Collectives {
  private static final Logger LOG = LoggerFactory.getLogger(SharedOrMessages.class);

  /**
   * Measured: longer than the caches' due, because each round costs a meeting, and lines that were
   * just written move slowly between processors.
   */
  private static final int SLOT_BYTES = 512 << 10;

  /** What the slots of all ranks take, in one of two places each. */
  private static final int ALL_SLOTS_BYTES = 16 << 20;

  private static final int LEAST_SLOT_BYTES = 8 << 10;

  private final EndpointChannel.Place place;
  private final HostMemory memory;
  private final Collectives messages;
  private @Nullable Collectives chosen;

  /**
   * The collectives of one rank.
   *
   * @param place of exactly the ranks of the host
   * @param messages what is used if memory cannot be shared
   */
  SharedOrMessages(EndpointChannel.Place place, HostMemory memory, Collectives messages) {
    this.place = place;
    this.memory = memory;
    this.messages = messages;
  }

  private Collectives in(Fingerprint call) {
    Collectives found = chosen;
    if (found == null) {
      found = choose(new EndpointChannel(place, call));
      chosen = found;
    }
    return found;
  }

  private Collectives choose(Channel channel) {
    HostSegment segment = channel.rank() == 0 ? grant(channel) : take(channel);
    if (segment == null) {
      return messages;
    }
    return new HostCollectives(
        new HostRounds(segment, place.endpoint(), channel.rank(), place.worldRanks()));
  }

  /** What the lowest rank does. */
  private @Nullable HostSegment grant(Channel channel) {
    int size = channel.size();
    ByteBuffer offer = ByteBuffer.allocate(Integer.BYTES + HostMemory.TICKET_BYTES);
    int slotBytes = slotBytes(size);
    boolean allOpened = slotBytes > 0;
    @Nullable ByteBuffer shared = null;
    try (HostMemory.Grant grant = slotBytes > 0 ? create(size, slotBytes) : null) {
      if (grant != null) {
        offer.putInt(slotBytes).put(grant.ticket());
        shared = grant.memory();
      }
      for (int peer = 1; peer < size; peer++) {
        channel.send(Data.of(offer.array()), peer);
      }
      byte[] answer = new byte[1];
      for (int peer = 1; peer < size; peer++) {
        channel.recv(Data.of(answer), peer);
        allOpened &= answer[0] == 1;
      }
    }
    byte[] verdict = {(byte) (allOpened && shared != null ? 1 : 0)};
    for (int peer = 1; peer < size; peer++) {
      channel.send(Data.of(verdict), peer);
    }
    return verdict[0] == 0 || shared == null ? null : new HostSegment(shared, size, slotBytes);
  }

  private HostMemory.@Nullable Grant create(int size, int slotBytes) {
    try {
      return memory.create((int) HostSegment.bytes(size, slotBytes));
    } catch (IOException e) {
      LOG.info(
          "no shared memory for collectives, messages instead: ranks={}, reason={}",
          Arrays.toString(place.worldRanks()),
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
    while (HostSegment.bytes(size, slotBytes) > affordable) {
      slotBytes /= 2;
      if (slotBytes < LEAST_SLOT_BYTES) {
        LOG.info("too little shared memory for collectives: ranks={}, bytes={}", size, affordable);
        return 0;
      }
    }
    return slotBytes;
  }

  /** What all others do. */
  private @Nullable HostSegment take(Channel channel) {
    ByteBuffer offer = ByteBuffer.allocate(Integer.BYTES + HostMemory.TICKET_BYTES);
    channel.recv(Data.of(offer.array()), 0);
    int slotBytes = offer.getInt();
    byte[] ticket = new byte[HostMemory.TICKET_BYTES];
    offer.get(ticket);
    ByteBuffer shared = null;
    if (slotBytes >= LEAST_SLOT_BYTES) {
      shared = open(ticket, (int) HostSegment.bytes(channel.size(), slotBytes));
    }
    byte[] answer = {(byte) (shared == null ? 0 : 1)};
    channel.send(Data.of(answer), 0);
    byte[] verdict = new byte[1];
    channel.recv(Data.of(verdict), 0);
    return verdict[0] == 0 || shared == null
        ? null
        : new HostSegment(shared, channel.size(), slotBytes);
  }

  private @Nullable ByteBuffer open(byte[] ticket, int bytes) {
    try {
      return memory.open(ticket, bytes);
    } catch (IOException e) {
      LOG.info(
          "cannot share memory for collectives, messages instead: rank={}, reason={}",
          place.endpoint().rank(),
          e.toString());
      return null;
    }
  }

  @Override
  public boolean areNumbered() {
    Collectives found = chosen;
    return found == null || found.areNumbered();
  }

  @Override
  public void barrier(Fingerprint call) {
    in(call).barrier(call);
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    in(call).bcast(call, data, root);
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    in(call).scatter(call, send, layout, recv, root);
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    in(call).gather(call, send, recv, layout, root);
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    in(call).allGather(call, send, recv, layout);
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    in(call).allToAll(call, send, sendLayout, recv, recvLayout);
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    in(call).reduce(call, send, recv, reducer, commutative, root);
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    in(call).allReduce(call, send, recv, reducer, commutative);
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    in(call).reduceScatter(call, send, recv, layout, reducer, commutative);
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    in(call).scan(call, send, recv, reducer, exclusive);
  }

  @Override
  public void close() {
    messages.close();
    Collectives found = chosen;
    if (found != null && found != messages) {
      found.close();
    }
  }
}
