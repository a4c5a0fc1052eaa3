/**
 * Elements of buffers (copied, put on the wire, reduced) and objects (serialized). Imports only
 * {@code mpi} and {@code spi}. Start reading at {@link org.commworld.data.Elements}.
 */
@NullMarked
package org.commworld.data;

import org.jspecify.annotations.NullMarked;
