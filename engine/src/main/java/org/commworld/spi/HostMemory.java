package org.commworld.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Memory that the JVMs of one host can share. A port because the engine must not know where it
 * comes from, and tests share it within one process. Used by all threads.
 */
public interface HostMemory {
  /** A part of the host's memory, as one JVM has it. */
  interface Shared extends AutoCloseable {
    /**
     * All of it, zeroed when it was made; it stays usable when this is closed, for as long as it is
     * reachable. Nobody may touch what lies beyond its first bytes before one who shares it has
     * extended it there.
     */
    ByteBuffer memory();

    /**
     * Makes {@code bytes} usable from {@code at} on, where nobody has written; once.
     *
     * @return whether there was room
     */
    boolean extend(int at, int bytes);

    /** It is not extended any more. Closing twice is harmless. */
    @Override
    void close();
  }

  /** Memory that was made for peers to open. */
  interface Grant extends AutoCloseable {
    /** What a peer needs to open it; {@link #TICKET_BYTES} bytes. */
    byte[] ticket();

    /** The memory; not closed with this. */
    Shared shared();

    /** Takes away its name: nobody can open it any more. Closing twice is harmless. */
    @Override
    void close();
  }

  /** Length of a ticket. */
  int TICKET_BYTES = 32;

  /**
   * Makes memory of {@code bytes}, of which the first {@code usableBytes} can be used at once.
   *
   * @throws IOException if there is no room for these, or no such memory here
   */
  Grant create(int bytes, int usableBytes) throws IOException;

  /**
   * Opens the memory of {@code bytes} that a peer on this host has made.
   *
   * @throws IOException if there is none: the peer is on another host, or in another container
   */
  Shared open(byte[] ticket, int bytes) throws IOException;

  /**
   * The most bytes that {@link #create} may make usable of what is free; 0 where nothing can be
   * shared.
   */
  long affordableBytes();
}
