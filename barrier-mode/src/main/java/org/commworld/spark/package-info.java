/** Barrier stages that host ranks: the library for Spark jobs. Start reading at BarrierJob. */
@NullMarked
package org.commworld.spark;

import org.jspecify.annotations.NullMarked;
