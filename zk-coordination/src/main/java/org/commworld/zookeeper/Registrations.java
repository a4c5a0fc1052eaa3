package org.commworld.zookeeper;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.zookeeper.Watcher;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.WorldId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has registered in an epoch, as the driver knows it. Updated by the session's worker thread
 * only; the views are immutable and may be read by any thread.
 */
final class Registrations {
  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

  private final Znodes nodes;
  private final ZkPaths.Epoch paths;
  private final WorldId world;
  private final Map<String, Registered> known = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private volatile View view = new View(List.of(), Map.of(), Set.of(), Set.of(), Set.of());

  private record Registered(ProcessCard card, long created) {}

  /**
   * What is known at one moment.
   *
   * @param accepted the cards that are present and host their ranks first, by order of arrival
   * @param cards all cards ever seen, by key
   * @param present the keys that are registered
   * @param left the keys of JVMs that have left in good order
   * @param refused the keys of JVMs that repeat ranks of an earlier one, whatever becomes of that
   */
  record View(
      List<ProcessCard> accepted,
      Map<String, ProcessCard> cards,
      Set<String> present,
      Set<String> left,
      Set<String> refused) {

    Optional<ProcessCard> card(String key) {
      return Optional.ofNullable(cards.get(key));
    }
  }

  Registrations(Znodes nodes, ZkPaths.Epoch paths, WorldId world) {
    this.nodes = nodes;
    this.paths = paths;
    this.world = world;
  }

  View view() {
    return view;
  }

  /** Reads who is there and sets the watch; reads each card once. */
  View update(Watcher watcher) throws Exception {
    Set<String> present = new HashSet<>();
    Set<String> left = new HashSet<>();
    for (String child : nodes.children(paths.members(), watcher)) {
      if (ZkPaths.Epoch.isLeft(child)) {
        left.add(ZkPaths.Epoch.keyOfLeft(child));
      } else if (known.containsKey(child) || learn(child)) {
        present.add(child);
      }
    }
    Map<String, ProcessCard> cards = new HashMap<>();
    known.forEach((key, registered) -> cards.put(key, registered.card));
    List<ProcessCard> accepted = accepted(present);
    view =
        new View(
            accepted,
            Map.copyOf(cards),
            Set.copyOf(present),
            Set.copyOf(left),
            Set.copyOf(refused));
    return view;
  }

  private boolean learn(String key) throws Exception {
    Optional<Znodes.Znode> node = nodes.find(paths.members() + "/" + key);
    if (node.isEmpty()) {
      return false;
    }
    try {
      ProcessCard card = RosterCodec.decodeCard(node.get().data(), world.size());
      if (!card.key().equals(key)) {
        throw new IllegalArgumentException("card of another znode: cardKey=" + card.key());
      }
      known.put(key, new Registered(card, node.get().stat().getCzxid()));
      return true;
    } catch (IllegalArgumentException e) {
      LOG.warn("registration ignored: world={}, key={}", world, key, e);
      return false;
    }
  }

  /** A rank that is launched twice belongs to the JVM that came first; the other is refused. */
  private List<ProcessCard> accepted(Set<String> present) {
    BitSet taken = new BitSet(world.size());
    List<ProcessCard> accepted = new ArrayList<>();
    List<ProcessCard> arrivals =
        known.entrySet().stream()
            .filter(entry -> present.contains(entry.getKey()))
            .filter(entry -> !refused.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .sorted(Comparator.comparingLong(Registered::created))
            .map(Registered::card)
            .toList();
    for (ProcessCard card : arrivals) {
      if (card.ranks().stream().anyMatch(taken::get)) {
        refused.add(card.key());
        LOG.warn("rank launched twice, the later is refused: world={}, later={}", world, card);
      } else {
        card.ranks().forEach(taken::set);
        accepted.add(card);
      }
    }
    return List.copyOf(accepted);
  }
}
