/** Tests of the ranks of {@code commworld bench}. */
@NullMarked
package org.commworld.bench.rank;

import org.jspecify.annotations.NullMarked;
