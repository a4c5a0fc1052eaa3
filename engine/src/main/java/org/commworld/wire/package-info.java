/**
 * What goes over a connection: the frame header, its layout and codes, and failures as bytes.
 * Imports only {@code mpi} and {@code spi}. Start reading at {@link
 * org.commworld.wire.FrameHeader}.
 */
@NullMarked
package org.commworld.wire;

import org.jspecify.annotations.NullMarked;
