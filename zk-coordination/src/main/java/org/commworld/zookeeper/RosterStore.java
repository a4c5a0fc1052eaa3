package org.commworld.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.Roster;
import org.commworld.spi.WorldId;

/**
 * The roster of an epoch. It is written together with ctl's turn to READY in one transaction, which
 * also checks that each registration exists at that very moment; a roster too big for one
 * transaction chunk by chunk, ctl last. Nobody reads the chunks before.
 */
final class RosterStore {
  /** A transaction with more checks than this comes near the limit of a request. */
  private static final int MAX_CHECKS = 1_000;

  private static final int ANY_VERSION = -1;

  private final Znodes nodes;
  private final ZkPaths.Epoch paths;

  RosterStore(Znodes nodes, ZkPaths.Epoch paths) {
    this.nodes = nodes;
    this.paths = paths;
  }

  /**
   * Commits {@code roster}.
   *
   * @param fence the epoch's
   * @param ctlVersion the version of ctl while it says FORMING
   * @throws KeeperException.NoNodeException if a registration has vanished
   * @throws KeeperException.BadVersionException if ctl or the epoch has changed
   */
  void commit(Roster roster, Fence fence, int ctlVersion) throws Exception {
    RosterCodec.Encoded encoded = RosterCodec.encode(roster);
    List<ProcessCard> processes = roster.processes();
    List<CuratorOp> last = new ArrayList<>();
    last.add(fence.check(nodes));
    if (encoded.bytes() <= RosterCodec.CHUNK_BYTES) {
      last.add(nodes.create(paths.roster(0), encoded.chunks().get(0)));
    } else {
      for (int i = 0; i < encoded.chunks().size(); i++) {
        writeChunk(fence, i, encoded.chunks().get(i));
      }
    }
    int checked = 0;
    while (processes.size() - checked > MAX_CHECKS) {
      List<CuratorOp> checks = new ArrayList<>(List.of(fence.check(nodes)));
      addChecks(checks, processes.subList(checked, checked + MAX_CHECKS));
      nodes.multi(checks);
      checked += MAX_CHECKS;
    }
    addChecks(last, processes.subList(checked, processes.size()));
    ControlState ready = new ControlState.Ready(encoded.chunks().size(), encoded.sha256());
    last.add(nodes.set(paths.ctl(), ready.encode(), ctlVersion));
    nodes.multi(last);
  }

  /** The roster that {@code ready} tells of. */
  Roster read(WorldId world, ControlState.Ready ready) throws Exception {
    List<byte[]> chunks = new ArrayList<>();
    for (int i = 0; i < ready.chunks(); i++) {
      chunks.add(nodes.read(paths.roster(i)).data());
    }
    return RosterCodec.decode(world, chunks, ready.sha256());
  }

  private void addChecks(List<CuratorOp> ops, List<ProcessCard> processes) throws Exception {
    for (ProcessCard process : processes) {
      ops.add(nodes.check(paths.member(process.key()), ANY_VERSION));
    }
  }

  /** It may exist, from a commit that was broken off. */
  private void writeChunk(Fence fence, int index, byte[] chunk) throws Exception {
    String path = paths.roster(index);
    Optional<Znodes.Znode> existing = nodes.find(path);
    nodes.multi(
        fence.check(nodes),
        existing.isPresent()
            ? nodes.set(path, chunk, existing.get().version())
            : nodes.create(path, chunk));
  }
}
