package org.commworld.data;

import java.nio.ByteBuffer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;

/**
 * Moves elements between buffers, and between a buffer and the wire (little-endian). No allocation.
 */
public final class Elements {
  private Elements() {}

  /**
   * Copies all elements of {@code from} to the start of {@code to}: same type, enough room; may
   * overlap.
   */
  public static void copy(Data from, Data to) {
    throw new IllegalStateException("under construction");
  }

  /** Puts elements [first, first+n) of {@code from} at {@code wire}'s position, which moves. */
  public static void write(Data from, int first, int n, ByteBuffer wire) {
    throw new IllegalStateException("under construction");
  }

  /**
   * Takes elements from {@code wire}'s position, which moves, into [first, first+n) of {@code to}.
   */
  public static void read(ByteBuffer wire, Data to, int first, int n) {
    throw new IllegalStateException("under construction");
  }

  /** A fresh array (for pair types a heap ByteBuffer in native order) of {@code count} elements. */
  public static Data allocate(Datatype type, int count) {
    throw new IllegalStateException("under construction");
  }
}
