/**
 * Carries Hadoop's sorted runs through Spark's shuffle as opaque blocks, never as records. Knows
 * neither tasks nor jobs.
 */
@NullMarked
package org.commworld.mapreduce.hadoop.shuffle;

import org.jspecify.annotations.NullMarked;
