package org.commworld.bench.rank;

/**
 * What ranks pass.
 *
 * @param direct direct memory, in place of arrays
 * @param fresh elements that are written anew before each call, as by a program that sends what it
 *     has just worked out; otherwise the same memory is sent again and again, and what is read of
 *     another rank's stays in the reader's cache
 */
public record Buffers(boolean direct, boolean fresh) {
  /** Arrays, written once. */
  public static final Buffers ARRAYS = new Buffers(false, false);
}
