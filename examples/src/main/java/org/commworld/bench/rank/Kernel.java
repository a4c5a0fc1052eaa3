package org.commworld.bench.rank;

/**
 * One operation of one size, with buffers of its own.
 *
 * @param call one call, on all ranks
 * @param check throws if what the first call left on this rank is wrong
 * @param renew writes all elements that this rank sends
 */
record Kernel(Runnable call, Runnable check, Runnable renew) {}
