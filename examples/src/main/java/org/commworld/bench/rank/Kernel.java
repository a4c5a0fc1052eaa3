package org.commworld.bench.rank;

/**
 * One operation of one size, with buffers of its own.
 *
 * @param call one call, on all ranks
 * @param check throws if what the last call left on this rank is wrong
 */
record Kernel(Runnable call, Runnable check) {}
