/** Tests of this package. */
@NullMarked
package org.commworld.compare.ranks;

import org.jspecify.annotations.NullMarked;
