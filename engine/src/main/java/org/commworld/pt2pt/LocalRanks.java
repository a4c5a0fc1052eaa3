package org.commworld.pt2pt;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.commworld.spi.Roster;
import org.commworld.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of one world in this JVM: their endpoints, and what they share. Immutable but for the
 * world's fate.
 */
public final class LocalRanks {
  /**
   * Limits of the protocols, in bytes, and of traces.
   *
   * @param eagerInproc longest message that is copied at once in one JVM
   * @param eagerRemote longest message that goes with its envelope between JVMs
   * @param unexpected most that a receiver holds of one sender's eager messages
   * @param spans calls of a rank that are kept for a trace until they are taken; 0 for no trace
   */
  public record Limits(int eagerInproc, int eagerRemote, int unexpected, int spans) {}

  /** What happens when a peer cannot be reached any more. */
  @FunctionalInterface
  public interface LossHandler {
    /** Called on a rank's thread; must not block. */
    void lost(int peer, String evidence);
  }

  private final Fate fate;
  private final Limits limits;
  private final Duration connectTimeout;
  private final int[] process;
  private final String[] hosts;
  private final @Nullable Transport transport;
  private final LossHandler lossHandler;
  private final @Nullable Endpoint[] endpoints;
  private final int[] ranks;

  /**
   * The ranks {@code ranks} of the roster's world.
   *
   * @param transport to the ranks of other JVMs; null if there are none
   */
  public LocalRanks(
      Fate fate,
      Limits limits,
      Duration connectTimeout,
      Roster roster,
      List<Integer> ranks,
      @Nullable Transport transport,
      LossHandler lossHandler) {
    this.fate = fate;
    this.limits = limits;
    this.connectTimeout = connectTimeout;
    this.transport = transport;
    this.lossHandler = lossHandler;
    this.ranks = ranks.stream().mapToInt(Integer::intValue).toArray();
    this.process = roster.processIndexByRank();
    this.hosts = new String[process.length];
    for (int rank = 0; rank < hosts.length; rank++) {
      hosts[rank] = roster.processes().get(process[rank]).host();
    }
    this.endpoints = new @Nullable Endpoint[hosts.length];
    for (int rank : ranks) {
      endpoints[rank] = new Endpoint(rank, this);
    }
    if (transport != null) {
      for (int rank : ranks) {
        transport.accept(rank, endpoint(rank)::arrived);
      }
    }
    fate.onFailure(failure -> wakeAll());
  }

  /** The endpoint of {@code rank} of the world, null if another JVM hosts it. */
  public @Nullable Endpoint find(int rank) {
    return endpoints[rank];
  }

  /** The endpoint of {@code rank}, which this JVM hosts. */
  public Endpoint endpoint(int rank) {
    Endpoint endpoint = endpoints[rank];
    if (endpoint == null) {
      throw new IllegalArgumentException("rank of another JVM: rank=" + rank);
    }
    return endpoint;
  }

  /** The ranks of the world that this JVM hosts. */
  public int[] ranks() {
    return ranks.clone();
  }

  /**
   * The number of ranks, of any JVM, that share the host of {@code rank}, and so its processors.
   */
  public int countOnHost(int rank) {
    return countOnHost(rank, hosts.length);
  }

  /** How many of them come before {@code rank}. */
  public int placeOnHost(int rank) {
    return countOnHost(rank, rank);
  }

  private int countOnHost(int rank, int limit) {
    return (int) Arrays.stream(hosts).limit(limit).filter(hosts[rank]::equals).count();
  }

  /** Number of ranks of the world. */
  public int worldSize() {
    return endpoints.length;
  }

  /** The host of {@code rank}. */
  public String host(int rank) {
    return hosts[rank];
  }

  /** Which JVM hosts {@code rank}: its place in the roster. */
  public int process(int rank) {
    return process[rank];
  }

  /** The world's fate. */
  public Fate fate() {
    return fate;
  }

  Limits limits() {
    return limits;
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  @Nullable Transport transport() {
    return transport;
  }

  void lost(int peer, String evidence) {
    lossHandler.lost(peer, evidence);
  }

  private void wakeAll() {
    for (int rank : ranks) {
      endpoint(rank).waiting().wake();
    }
  }
}
