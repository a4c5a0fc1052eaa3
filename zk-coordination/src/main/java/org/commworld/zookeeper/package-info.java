/**
 * Rendezvous, membership, epochs and abort through ZooKeeper. Imports of the engine only {@code
 * mpi} and {@code spi}.
 */
@NullMarked
package org.commworld.zookeeper;

import org.jspecify.annotations.NullMarked;
