/**
 * Arithmetic of ranks: who talks to whom in which round, which elements belong to whom. Pure
 * functions, no communication. Imports nothing. Start reading at {@link
 * org.commworld.collective.topo.BinomialTree}.
 */
@NullMarked
package org.commworld.collective.topo;

import org.jspecify.annotations.NullMarked;
