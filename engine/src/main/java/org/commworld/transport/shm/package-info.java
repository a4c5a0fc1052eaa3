/**
 * Pipes through memory that two JVMs of one host share. Each begins as a TCP connection, whose
 * handshake is done; over it the two sides agree on a file that both map and on a Unix-domain
 * socket that wakes a sleeping side and tells of a dead one. Imports {@code spi}, {@code wire} and
 * {@code transport.tcp}. Start reading at {@link org.commworld.transport.shm.SharedMemory}, then
 * {@link org.commworld.transport.shm.ShmLayout}.
 */
@NullMarked
package org.commworld.transport.shm;

import org.jspecify.annotations.NullMarked;
