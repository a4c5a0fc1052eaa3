package org.commworld.spi;

import java.util.List;

/**
 * One JVM of a world: where it listens and which ranks it hosts.
 *
 * @param key identifies the JVM and its incarnation, such as "0-5f3a…" (executor id, random part);
 *     unique in the world
 * @param host the host's name or address as its peers reach it
 * @param port where it accepts connections of peers, 0 if it hosts all ranks and listens nowhere
 * @param ranks the ranks of the world that it hosts, ascending
 * @param algorithms hash of its table of collective algorithms, empty for the default one: all JVMs
 *     of a world must have the same
 */
public record ProcessCard(
    String key, String host, int port, List<Integer> ranks, String algorithms) {
  /** With the default table. */
  public ProcessCard(String key, String host, int port, List<Integer> ranks) {
    this(key, host, port, ranks, "");
  }

  /** Copies the list and checks the values. */
  public ProcessCard {
    ranks = List.copyOf(ranks);
    if (ranks.isEmpty() || port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          "invalid process: key=%s, host=%s, port=%d, ranks=%s".formatted(key, host, port, ranks));
    }
  }
}
