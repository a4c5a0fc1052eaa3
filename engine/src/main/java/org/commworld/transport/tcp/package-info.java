/**
 * Pipes over TCP, each made by a handshake in which both sides prove that they know the job's key
 * and mean the same world. Imports only {@code spi}, {@code mpi} and {@code wire}. Start reading at
 * {@link org.commworld.transport.tcp.TcpTransport}.
 */
@NullMarked
package org.commworld.transport.tcp;

import org.jspecify.annotations.NullMarked;
