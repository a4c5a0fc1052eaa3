package org.commworld.runtime;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.commworld.collective.CollectivePaths;
import org.commworld.comm.Communicators;
import org.commworld.comm.EngineComm;
import org.commworld.mpi.AbortException;
import org.commworld.mpi.Comm;
import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;
import org.commworld.mpi.ProcessFailedException;
import org.commworld.pt2pt.Endpoint;
import org.commworld.pt2pt.Fate;
import org.commworld.pt2pt.LocalRanks;
import org.commworld.spi.Bootstrap;
import org.commworld.spi.Failure;
import org.commworld.spi.HostMemory;
import org.commworld.spi.Membership;
import org.commworld.spi.ProcessCard;
import org.commworld.spi.WorldId;
import org.commworld.stats.RankMeter;
import org.commworld.stats.RankStatistics;
import org.commworld.transport.shm.HostFiles;
import org.commworld.transport.shm.SharedMemory;
import org.commworld.transport.tcp.TcpTransport;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one JVM in one world: hosts some of the world's ranks. Used by the threads of all
 * its ranks.
 *
 * <p>A failure takes the shortest of three ways to each rank: in this JVM at once, over every open
 * connection as an ABORT frame, and through the membership; the first to arrive wins there, and the
 * first of all wins everywhere.
 */
public final class Engine implements AutoCloseable {
  private static final Duration INTERRUPT_GRACE = Duration.ofMillis(500);
  private static final Duration VERDICT_LIMIT = Duration.ofSeconds(1);
  private static final long ABORT_MILLIS = 200;
  private static final long CLOSE_MILLIS = 2000;

  private final Self self;
  private final Fate fate;
  private final Membership membership;
  private final LocalRanks ranks;
  private final @Nullable TcpTransport transport;
  private final boolean bindsRanks;
  private final Map<Integer, EngineComm> worlds = new HashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * What this JVM is in the world.
   *
   * @param key identifies the JVM and its incarnation; unique in the world
   * @param host the name or address that peers reach it by
   * @param bind the address to listen on
   * @param ranks the ranks of the world that it hosts
   */
  public record Self(String key, String host, InetAddress bind, List<Integer> ranks) {}

  private Engine(
      EngineConfig config, Self self, Membership membership, @Nullable TcpTransport transport) {
    this.self = self;
    this.fate = new Fate(this::agree);
    this.membership = membership;
    this.transport = transport;
    this.bindsRanks = config.bindsRanks();
    PeerLoss losses = new PeerLoss(fate, membership, config.peerLossGrace());
    this.ranks =
        new LocalRanks(
            fate,
            new LocalRanks.Limits(
                config.eagerBytesInproc(),
                config.eagerBytesTcp(),
                config.unexpectedBytesPerPeer(),
                config.traceSpans()),
            config.connectTimeout(),
            membership.roster(),
            self.ranks,
            transport,
            losses);
    Communicators communicators =
        new Communicators(
            ranks,
            config.serializer(),
            new CollectivePaths.Settings(
                config.mismatchProbe().toNanos(), config.algorithms(), hostMemory(config)));
    self.ranks.forEach(rank -> worlds.put(rank, communicators.world(rank)));
    fate.onFailure(this::spread);
    membership.onFailure(fate::end);
  }

  /**
   * Opens the listener (unless all ranks are here), joins through {@code bootstrap} and waits until
   * the world has formed.
   *
   * @param jobKey secret of the job, 32 bytes: peers that do not know it are refused
   * @throws MpiException if the world does not form
   */
  public static Engine start(
      EngineConfig config, WorldId world, Self self, byte[] jobKey, Bootstrap bootstrap) {
    boolean alone = self.ranks.size() == world.size();
    TcpTransport transport = alone ? null : listen(config, world, self, jobKey);
    boolean started = false;
    try {
      int port = transport == null ? 0 : transport.port();
      ProcessCard card =
          new ProcessCard(self.key, self.host, port, self.ranks, config.algorithmsHash());
      Membership membership = bootstrap.join(world, card, config.joinTimeout());
      checkAlgorithms(membership);
      Engine engine = new Engine(config, self, membership, transport);
      if (transport != null) {
        engine.startTransport(transport);
      }
      started = true;
      return engine;
    } finally {
      if (!started && transport != null) {
        transport.close();
      }
    }
  }

  private static @Nullable HostMemory hostMemory(EngineConfig config) {
    return sharesMemory(config) ? new HostFiles(config.shm().directory()) : null;
  }

  private static boolean sharesMemory(EngineConfig config) {
    return config.transports().contains(EngineConfig.TransportKind.SHM);
  }

  /** Ranks that choose differently would wait for each other's messages in vain. */
  private static void checkAlgorithms(Membership membership) {
    List<ProcessCard> processes = membership.roster().processes();
    ProcessCard first = processes.get(0);
    for (ProcessCard process : processes) {
      if (!process.algorithms().equals(first.algorithms())) {
        membership.close();
        throw new MpiException(
            ErrorClass.WORLD,
            "tables of collective algorithms differ: %s, %s"
                .formatted(tableOf(first), tableOf(process)));
      }
    }
  }

  private static String tableOf(ProcessCard process) {
    return "host=%s, ranks=%s, table=%s"
        .formatted(
            process.host(),
            process.ranks(),
            process.algorithms().isEmpty() ? "default" : process.algorithms());
  }

  private static TcpTransport listen(EngineConfig config, WorldId world, Self self, byte[] jobKey) {
    SharedMemory shm = sharesMemory(config) ? new SharedMemory(config.shm(), self.host) : null;
    try {
      return TcpTransport.listen(world, jobKey, self.bind, shm);
    } catch (IOException e) {
      throw new MpiException(ErrorClass.WORLD, Objects.toString(e.getMessage()), e);
    }
  }

  private void startTransport(TcpTransport started) {
    try {
      started.start(membership.roster(), () -> forEachEndpoint(Endpoint::progress));
    } catch (IOException e) {
      close();
      throw new MpiException(ErrorClass.WORLD, "cannot accept connections: " + e.getMessage(), e);
    }
  }

  /**
   * Runs {@code function} on the calling thread as {@code rank}, which must be one of this JVM's.
   * If it throws, the world fails with that as its cause; if it returns, waits for all other ranks
   * of the world to return too (MPI_Finalize). The thread is bound to a processor meanwhile if the
   * configuration says so.
   *
   * @throws MpiException the world's failure, if another rank failed first
   * @throws Exception what {@code function} threw
   */
  public <R extends @Nullable Object> R runRank(int rank, RankFunction<R> function)
      throws Exception {
    EngineComm world = comm(rank);
    RankMeter meter = ranks.endpoint(rank).meter();
    CoreBinding binding = binding(rank);
    meter.start();
    try {
      R result = function.run(world);
      world.finish();
      return result;
    } catch (Throwable t) {
      Failure own = failureOf(rank, t);
      if (own.kind() == Failure.Kind.KILLED) {
        awaitReason();
      }
      fate.fail(own, t);
      throw t;
    } finally {
      meter.finish();
      binding.close();
    }
  }

  private CoreBinding binding(int rank) {
    return bindsRanks
        ? CoreBinding.of(ranks.placeOnHost(rank), ranks.countOnHost(rank))
        : CoreBinding.none();
  }

  /** A rank is mostly interrupted because another has failed: lets that failure come first. */
  private void awaitReason() {
    boolean interrupted = Thread.interrupted();
    try {
      membership.awaitFailure(INTERRUPT_GRACE).ifPresent(fate::end);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Failure failureOf(int rank, Throwable thrown) {
    String host = ranks.host(rank);
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    if (thrown instanceof InterruptedException
        || (thrown instanceof MpiException e && e.errorClass() == ErrorClass.INTERRUPTED)) {
      String message = "rank %d on %s was interrupted".formatted(rank, host);
      return new Failure(Failure.Kind.KILLED, rank, host, 1, message, trace.toString());
    }
    if (thrown instanceof AbortException abort) {
      String message = Objects.toString(abort.getMessage());
      return new Failure(Failure.Kind.ABORTED, rank, host, abort.code(), message, "");
    }
    if (thrown instanceof ProcessFailedException lost && lost.rank() != rank) {
      String message = Objects.toString(lost.getMessage());
      return new Failure(Failure.Kind.RANK_LOST, lost.rank(), lost.host(), 1, message, "");
    }
    String message = "rank %d on %s threw %s".formatted(rank, host, thrown);
    return new Failure(Failure.Kind.RANK_THREW, rank, host, 1, message, trace.toString());
  }

  /** The world as {@code rank} sees it. */
  public Comm world(int rank) {
    return comm(rank);
  }

  private EngineComm comm(int rank) {
    EngineComm world = worlds.get(rank);
    if (world == null) {
      throw new IllegalArgumentException("rank of another JVM: rank=" + rank);
    }
    return world;
  }

  /** What the ranks of this JVM have done so far, by rank. Any thread may call. */
  public List<RankStatistics> statistics() {
    return self.ranks.stream().map(rank -> ranks.endpoint(rank).statistics()).toList();
  }

  /**
   * The meter of {@code rank}, which must be one of this JVM's; has its spans if {@link
   * EngineConfig#traceSpans} is not 0.
   */
  public RankMeter meter(int rank) {
    return ranks.endpoint(rank).meter();
  }

  /**
   * Ends the world: the first failure of any JVM wins, every pending and later call on every rank
   * throws it.
   */
  public void fail(Failure failure) {
    fate.fail(failure, null);
  }

  /** The world's first failure, if it has one. */
  public Optional<Failure> failure() {
    return fate.failure();
  }

  /** Calls {@code listener} once when the world fails; at once if it has. It must not block. */
  public void onFailure(Consumer<Failure> listener) {
    fate.onFailure(listener);
  }

  /**
   * Ranks of several JVMs may fail at once: all of them tell of the one that the membership took
   * first.
   */
  private Failure agree(Failure proposed) {
    membership.fail(proposed);
    boolean interrupted = Thread.interrupted();
    try {
      return membership.awaitFailure(VERDICT_LIMIT).orElse(proposed);
    } catch (InterruptedException e) {
      interrupted = true;
      return proposed;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void spread(Failure failure) {
    if (transport != null) {
      Thread thread =
          new Thread(
              () -> forEachEndpoint(endpoint -> endpoint.sendAbort(failure, ABORT_MILLIS)),
              "commworld-abort");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void forEachEndpoint(Consumer<Endpoint> action) {
    for (int rank : ranks.ranks()) {
      action.accept(ranks.endpoint(rank));
    }
  }

  /** Closes connections and listener and leaves the world. Closing twice is harmless. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    failure()
        .ifPresentOrElse(
            failure -> forEachEndpoint(endpoint -> endpoint.sendAbort(failure, ABORT_MILLIS)),
            () -> forEachEndpoint(endpoint -> endpoint.finish(CLOSE_MILLIS)));
    forEachEndpoint(endpoint -> endpoint.close(CLOSE_MILLIS));
    if (transport != null) {
      transport.close();
    }
    membership.close();
  }
}
