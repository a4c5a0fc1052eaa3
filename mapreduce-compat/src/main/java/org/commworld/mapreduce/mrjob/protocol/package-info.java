/**
 * How keys and values become lines of text and back, with the same bytes as Python's mrjob writes.
 * Knows nothing of jobs; start at {@link org.commworld.mapreduce.mrjob.protocol.Protocols}.
 */
@NullMarked
package org.commworld.mapreduce.mrjob.protocol;

import org.jspecify.annotations.NullMarked;
