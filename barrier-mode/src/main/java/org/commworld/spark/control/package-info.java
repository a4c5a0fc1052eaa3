/**
 * The control plane of a world: one link between each executor JVM and the driver, for output,
 * standard input, what ranks threw, failures and heartbeats. Knows nothing of Spark. On one JVM it
 * is method calls ({@link org.commworld.spark.control.LocalControl}), else authenticated frames
 * over TCP. Start reading at {@link org.commworld.spark.control.ControlHandler}.
 */
@NullMarked
package org.commworld.spark.control;

import org.jspecify.annotations.NullMarked;
