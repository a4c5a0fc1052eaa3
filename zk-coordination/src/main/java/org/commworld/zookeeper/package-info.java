/**
 * Rendezvous, membership, epochs and abort through ZooKeeper. Imports of the engine only {@code
 * mpi} and {@code spi}. Start reading at {@link org.commworld.zookeeper.ZkPaths} for what is stored
 * where, at {@link org.commworld.zookeeper.ZkWorld} for the driver's part and at {@link
 * org.commworld.zookeeper.ZkBootstrap} for a member's.
 */
@NullMarked
package org.commworld.zookeeper;

import org.jspecify.annotations.NullMarked;
