/**
 * The engine of one JVM: the composition root that builds a world's object graph, and worlds inside
 * one JVM. Imports everything below it; nothing imports it but users. Start reading at {@link
 * org.commworld.runtime.Engine}.
 */
@NullMarked
package org.commworld.runtime;

import org.jspecify.annotations.NullMarked;
