package org.commworld.mpi;

import org.jspecify.annotations.Nullable;

/**
 * A message that a matched probe has taken out of the queue, so that only its holder can receive it
 * (MPI 4.1 §3.8.2).
 */
public interface Message {
  /** Its source, tag, type and count. */
  Status status();

  /**
   * Receives the message into {@code buffer}, as {@link Comm#recv(Object, int, int)} does.
   *
   * @throws MpiException of class REQUEST if it was received already
   */
  Status recv(Object buffer);

  /**
   * Receives the message as an object, or as a fresh array if it was sent from a buffer.
   *
   * @throws MpiException of class REQUEST if it was received already
   */
  <T extends @Nullable Object> T recv();
}
