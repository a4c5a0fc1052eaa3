/**
 * {@code commworld bench}: micro-benchmarks of messages and collectives, alone or beside an
 * installed MPI, without Spark. Ranks are processes that take orders ({@code
 * org.commworld.bench.rank}, and a program in C with the same method); this package starts them,
 * lets them measure in turn, and prints. Start reading at {@link org.commworld.bench.Campaign}.
 */
@NullMarked
package org.commworld.bench;

import org.jspecify.annotations.NullMarked;
