/**
 * JMH benchmarks of single structures of the engine; see docs/benchmarks.md for how to run them.
 */
@NullMarked
package org.commworld.bench.jmh;

import org.jspecify.annotations.NullMarked;
