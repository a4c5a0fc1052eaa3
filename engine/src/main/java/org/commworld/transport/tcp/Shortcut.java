package org.commworld.transport.tcp;

import java.io.IOException;
import org.commworld.spi.Pipe;
import org.commworld.spi.ProcessCard;

/**
 * A faster pipe between two JVMs that are near each other, agreed upon over a connection whose
 * handshake is done. The dialler makes an offer, the listener takes it or not; if not, the
 * connection itself becomes the pipe. Used by several threads at once.
 */
public interface Shortcut {
  /** Length of every offer. */
  int OFFER_BYTES = 64;

  /** Whether an offer to {@code peer} has a chance. */
  boolean mayReach(ProcessCard peer);

  /**
   * Prepares a pipe to rank {@code peer}.
   *
   * @throws IOException saying why there can be none
   */
  Offer offer(int peer) throws IOException;

  /**
   * Takes what rank {@code peer} has offered. Must not wait for the peer.
   *
   * @throws IOException saying why it is not taken
   */
  Pipe take(int peer, byte[] offer) throws IOException;

  /** Called when an offer that had a chance comes to nothing. */
  void unused(int peer, String reason);

  /** An offer on its way. Closing it gives back all that the pipe, if there is one, can spare. */
  interface Offer extends AutoCloseable {
    /** What the listener needs to know: {@value #OFFER_BYTES} bytes, not all zero. */
    byte[] bytes();

    /** The pipe, after the listener has taken the offer. */
    Pipe taken() throws IOException;

    @Override
    void close();
  }
}
