package org.commworld.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Memory that the JVMs of one host can share. A port because the engine must not know where it
 * comes from, and tests share it within one process. Used by all threads.
 */
public interface HostMemory {
  /** Memory that was made for peers to open. */
  interface Grant extends AutoCloseable {
    /** What a peer needs to open it; {@link #TICKET_BYTES} bytes. */
    byte[] ticket();

    /** The memory, zeroed; it stays usable when this is closed, for as long as it is reachable. */
    ByteBuffer memory();

    /** Takes away its name: nobody can open it any more. Closing twice is harmless. */
    @Override
    void close();
  }

  /** Length of a ticket. */
  int TICKET_BYTES = 32;

  /**
   * Makes memory of {@code bytes}.
   *
   * @throws IOException if there is no room, or no such memory here
   */
  Grant create(int bytes) throws IOException;

  /**
   * Opens the memory of a peer on this host.
   *
   * @throws IOException if there is none: the peer is on another host, or in another container
   */
  ByteBuffer open(byte[] ticket, int bytes) throws IOException;

  /**
   * The most bytes that {@link #create} may take of what is free; 0 where nothing can be shared.
   */
  long affordableBytes();
}
