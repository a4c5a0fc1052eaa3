package org.commworld.spi;

import java.time.Duration;
import org.commworld.mpi.MpiException;

/**
 * How the JVMs of a world find each other. A port because the engine must not know ZooKeeper: tests
 * and single-JVM worlds meet in memory.
 */
public interface Bootstrap {
  /**
   * Registers this JVM and waits for all others.
   *
   * @param self this JVM, listening already
   * @param timeout how long to wait for the others
   * @return this JVM's membership in the world that has formed
   * @throws MpiException of class TIMEOUT naming the missing ranks, of class WORLD if this JVM
   *     belongs to an older attempt or coordination cannot be reached, or the world's failure if it
   *     ended meanwhile
   */
  Membership join(WorldId world, ProcessCard self, Duration timeout);
}
