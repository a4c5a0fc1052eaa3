/**
 * Communicators: {@code Comm} on top of endpoints and collectives. Imports everything below; start
 * reading at {@link org.commworld.comm.EngineComm}.
 */
@NullMarked
package org.commworld.comm;

import org.jspecify.annotations.NullMarked;
