/** Tests of this package. */
@NullMarked
package org.commworld.compare;

import org.jspecify.annotations.NullMarked;
