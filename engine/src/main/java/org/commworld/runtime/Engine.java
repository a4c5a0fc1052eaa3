package org.commworld.runtime;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.commworld.mpi.Comm;
import org.commworld.spi.Bootstrap;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;
import org.jspecify.annotations.Nullable;

/**
 * The engine of one JVM in one world: hosts some of the world's ranks. Used by the threads of all
 * its ranks.
 */
public final class Engine implements AutoCloseable {
  private Engine() {}

  /**
   * What this JVM is in the world.
   *
   * @param key identifies the JVM and its incarnation; unique in the world
   * @param host the name or address that peers reach it by
   * @param bind the address to listen on
   * @param ranks the ranks of the world that it hosts
   */
  public record Self(String key, String host, InetAddress bind, List<Integer> ranks) {}

  /**
   * Opens the listener (unless all ranks are here), joins through {@code bootstrap} and waits until
   * the world has formed.
   *
   * @param jobKey secret of the job, 32 bytes: peers that do not know it are refused
   * @throws org.commworld.mpi.MpiException if the world does not form
   */
  public static Engine start(
      EngineConfig config, WorldId world, Self self, byte[] jobKey, Bootstrap bootstrap) {
    throw new IllegalStateException("under construction");
  }

  /**
   * Runs {@code function} on the calling thread as {@code rank}, which must be one of this JVM's.
   * If it throws, the world fails with that as its cause; if it returns, waits for all other ranks
   * of the world to return too (MPI_Finalize).
   *
   * @throws org.commworld.mpi.MpiException the world's failure, if another rank failed first
   * @throws Exception what {@code function} threw
   */
  public <R extends @Nullable Object> R runRank(int rank, RankFunction<R> function)
      throws Exception {
    throw new IllegalStateException("under construction");
  }

  /** The world as {@code rank} sees it. */
  public Comm world(int rank) {
    throw new IllegalStateException("under construction");
  }

  /**
   * Ends the world: the first failure of any JVM wins, every pending and later call on every rank
   * throws it.
   */
  public void fail(Failure failure) {
    throw new IllegalStateException("under construction");
  }

  /** The world's first failure, if it has one. */
  public Optional<Failure> failure() {
    throw new IllegalStateException("under construction");
  }

  /** Calls {@code listener} once when the world fails; at once if it has. It must not block. */
  public void onFailure(Consumer<Failure> listener) {
    throw new IllegalStateException("under construction");
  }

  /** Closes connections and listener and leaves the world. Closing twice is harmless. */
  @Override
  public void close() {}
}
