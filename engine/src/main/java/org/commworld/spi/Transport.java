package org.commworld.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pipes between ranks of different JVMs, made on first use. A port because sockets and shared
 * memory are two of its kinds.
 */
public interface Transport extends AutoCloseable {
  /**
   * From now on, hands each pipe that a peer opens to local rank {@code rank} to {@code arrivals},
   * on a thread of the transport.
   */
  void accept(int rank, Consumer<Pipe> arrivals);

  /**
   * Opens a pipe from local rank {@code rank} to {@code peer}. Between two ranks there is one pipe:
   * if the peer's is on its way, or here, that one counts.
   *
   * @return empty if the peer's pipe has been, or will be, handed to {@code rank}'s arrivals
   *     instead
   * @throws IOException naming the peer and its address, if it cannot be reached in {@code timeout}
   *     or refuses
   */
  Optional<Pipe> connect(int rank, int peer, Duration timeout) throws IOException;

  /** Closes the listener and what has not been handed over; closing twice is harmless. */
  @Override
  void close();
}
