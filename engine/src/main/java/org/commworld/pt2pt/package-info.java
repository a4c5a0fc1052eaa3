/**
 * Point to point: matching, the protocols for short and long messages, progress and waiting.
 * Imports {@code wire}, {@code data}, {@code spi} and {@code mpi}. Start reading at {@link
 * org.commworld.pt2pt.Endpoint}.
 */
@NullMarked
package org.commworld.pt2pt;

import org.jspecify.annotations.NullMarked;
