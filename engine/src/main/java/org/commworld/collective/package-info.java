/**
 * Collectives: which way a call goes (in one JVM by shared memory, between JVMs by an algorithm
 * over messages) and the shared-memory way itself. Imports {@code collective.algo}, {@code pt2pt}
 * and what is below. Start reading at {@link org.commworld.collective.Collectives}.
 */
@NullMarked
package org.commworld.collective;

import org.jspecify.annotations.NullMarked;
