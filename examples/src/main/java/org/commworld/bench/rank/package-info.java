/**
 * The measured side of {@code commworld bench}: ranks that take orders over a socket of the
 * measuring process, and what they do for each. Knows nothing of {@code org.commworld.bench}. Start
 * reading at {@link org.commworld.bench.rank.Block}.
 */
@NullMarked
package org.commworld.bench.rank;

import org.jspecify.annotations.NullMarked;
