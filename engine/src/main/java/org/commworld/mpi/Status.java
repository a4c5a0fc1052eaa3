package org.commworld.mpi;

/**
 * What is known of a message that was received or probed (MPI 4.1 §3.2.5).
 *
 * @param source its sender's rank in the communicator
 * @param tag its tag
 * @param type the type of its elements
 * @param count its number of elements; for {@link Datatype#OBJECT}, of bytes
 */
public record Status(int source, int tag, Datatype type, int count) {}
