/**
 * Collectives between JVMs, one algorithm a file, written once over a {@link
 * org.commworld.collective.algo.Channel}. Imports only {@code mpi}, {@code data} and the rank
 * arithmetic of {@code collective.topo}.
 */
@NullMarked
package org.commworld.collective.algo;

import org.jspecify.annotations.NullMarked;
