/** Tests of {@code commworld bench}. */
@NullMarked
package org.commworld.bench;

import org.jspecify.annotations.NullMarked;
