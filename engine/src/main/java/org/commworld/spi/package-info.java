/**
 * Ports: what the engine needs from outside, each with a real implementation and one for tests.
 * Imports only {@code org.commworld.mpi}. Start reading at {@link org.commworld.spi.Bootstrap}.
 */
@NullMarked
package org.commworld.spi;

import org.jspecify.annotations.NullMarked;
