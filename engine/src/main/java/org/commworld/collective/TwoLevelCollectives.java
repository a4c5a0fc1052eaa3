package org.commworld.collective;

import java.util.Arrays;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.wire.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Collectives of ranks on several hosts, some of which share one: among the ranks of a host through
 * its memory, between hosts by messages of one rank each, so that no byte crosses the network twice
 * for one host. A long allReduce is striped: each rank of a host carries one part of the elements
 * across, so that all of them drive the network.
 *
 * <p>What has each pair of ranks exchange something of its own (scatter, gather, allToAll and their
 * like) gains nothing from a second level and goes by messages between all.
 */
final class TwoLevelCollectives implements Collectives {
  /** From here on, allReduce is striped. */
  private static final long STRIPED_BYTES = 64 << 10;

  private final HostMap map;
  private final Collectives host;
  private final @Nullable Collectives across;
  private final Collectives flat;

  /**
   * The collectives of one rank.
   *
   * @param host of the ranks of its host
   * @param across of the ranks at its place of each host; null if some host has none there
   * @param flat of all ranks
   */
  TwoLevelCollectives(
      HostMap map, Collectives host, @Nullable Collectives across, Collectives flat) {
    this.map = map;
    this.host = host;
    this.across = across;
    this.flat = flat;
  }

  private boolean isLeader() {
    return map.ownPlace() == 0;
  }

  private Collectives leaders() {
    return java.util.Objects.requireNonNull(across, "every host has a leader");
  }

  @Override
  public boolean areNumbered() {
    return true;
  }

  @Override
  public void barrier(Fingerprint call) {
    host.barrier(call);
    if (isLeader()) {
      leaders().barrier(call);
    }
    host.barrier(call);
  }

  @Override
  public void bcast(Fingerprint call, Data data, int root) {
    int rootHost = map.hostOf(root);
    int rootPlace = map.placeOf(root);
    boolean atRoot = map.ownHost() == rootHost;
    if (atRoot && rootPlace != 0) {
      host.bcast(call, data, rootPlace);
    }
    if (isLeader()) {
      leaders().bcast(call, data, rootHost);
    }
    if (!atRoot || rootPlace == 0) {
      host.bcast(call, data, 0);
    }
  }

  @Override
  public void reduce(
      Fingerprint call,
      Data send,
      @Nullable Data recv,
      Reducer reducer,
      boolean commutative,
      int root) {
    if (!commutative && !map.isContiguous()) {
      flat.reduce(call, send, recv, reducer, false, root);
      return;
    }
    int rootHost = map.hostOf(root);
    int rootPlace = map.placeOf(root);
    Data partial = isLeader() ? Elements.allocate(send.type(), send.count()) : null;
    host.reduce(call, send, partial, reducer, commutative, 0);
    Data result = recv;
    if (isLeader() && partial != null) {
      boolean receives = map.ownHost() == rootHost;
      if (receives && result == null) {
        result = Elements.allocate(send.type(), send.count());
      }
      leaders().reduce(call, partial, receives ? result : null, reducer, commutative, rootHost);
    }
    if (map.ownHost() == rootHost && rootPlace != 0) {
      // From the leader to the root; a scatter would say the same with more words.
      Data whole = result != null ? result : Elements.allocate(send.type(), send.count());
      host.bcast(call, whole, 0);
    }
  }

  @Override
  public void allReduce(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    if (!commutative && !map.isContiguous()) {
      flat.allReduce(call, send, recv, reducer, false);
    } else if (map.isEven() && send.lengthBytes() >= STRIPED_BYTES) {
      allReduceStriped(call, send, recv, reducer, commutative);
    } else {
      host.reduce(call, send, isLeader() ? recv : null, reducer, commutative, 0);
      if (isLeader()) {
        leaders().allReduce(call, recv, recv, reducer, commutative);
      }
      host.bcast(call, recv, 0);
    }
  }

  private void allReduceStriped(
      Fingerprint call, Data send, Data recv, Reducer reducer, boolean commutative) {
    int stripes = map.ranksOf(map.ownHost()).length;
    int unit = reducer.unit();
    int[] counts = new int[stripes];
    int units = send.count() / unit;
    for (int s = 0; s < stripes; s++) {
      long to = (long) units * (s + 1) / stripes;
      counts[s] = (int) (to - (long) units * s / stripes) * unit;
    }
    Layout layout = Layout.dense(counts);
    Data own = Elements.allocate(send.type(), counts[map.ownPlace()]);
    host.reduceScatter(call, send, own, layout, reducer, commutative);
    leaders().allReduce(call, own, own, reducer, commutative);
    host.allGather(call, own, recv, layout);
  }

  @Override
  public void allGather(Fingerprint call, Data send, Data recv, Layout layout) {
    if (!map.isContiguous() || !isDense(layout)) {
      flat.allGather(call, send, recv, layout);
      return;
    }
    host.gather(call, send, isLeader() ? recv : null, isLeader() ? ofOwnHost(layout) : null, 0);
    if (isLeader()) {
      Layout ofHosts = ofHosts(layout);
      leaders().allGather(call, ofHosts.block(recv, map.ownHost()), recv, ofHosts);
    }
    host.bcast(call, recv, 0);
  }

  private static boolean isDense(Layout layout) {
    for (int r = 1; r < layout.counts().length; r++) {
      if (layout.displs()[r] != layout.displs()[r - 1] + layout.counts()[r - 1]) {
        return false;
      }
    }
    return true;
  }

  private Layout ofOwnHost(Layout layout) {
    int[] ranks = map.ranksOf(map.ownHost());
    return new Layout(
        Arrays.stream(ranks).map(r -> layout.counts()[r]).toArray(),
        Arrays.stream(ranks).map(r -> layout.displs()[r]).toArray());
  }

  /** A block a host, of those of its ranks, which follow each other. */
  private Layout ofHosts(Layout layout) {
    int[] counts = new int[map.hosts()];
    int[] displs = new int[map.hosts()];
    for (int h = 0; h < counts.length; h++) {
      counts[h] = Arrays.stream(map.ranksOf(h)).map(r -> layout.counts()[r]).sum();
      displs[h] = layout.displs()[map.ranksOf(h)[0]];
    }
    return new Layout(counts, displs);
  }

  @Override
  public void scatter(
      Fingerprint call, @Nullable Data send, @Nullable Layout layout, Data recv, int root) {
    flat.scatter(call, send, layout, recv, root);
  }

  @Override
  public void gather(
      Fingerprint call, Data send, @Nullable Data recv, @Nullable Layout layout, int root) {
    flat.gather(call, send, recv, layout, root);
  }

  @Override
  public void allToAll(
      Fingerprint call, Data send, Layout sendLayout, Data recv, Layout recvLayout) {
    flat.allToAll(call, send, sendLayout, recv, recvLayout);
  }

  @Override
  public void reduceScatter(
      Fingerprint call, Data send, Data recv, Layout layout, Reducer reducer, boolean commutative) {
    flat.reduceScatter(call, send, recv, layout, reducer, commutative);
  }

  @Override
  public void scan(Fingerprint call, Data send, Data recv, Reducer reducer, boolean exclusive) {
    flat.scan(call, send, recv, reducer, exclusive);
  }

  @Override
  public void close() {
    host.close();
    if (across != null) {
      across.close();
    }
    flat.close();
  }
}
