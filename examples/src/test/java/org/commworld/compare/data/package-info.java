/** Tests of this package. */
@NullMarked
package org.commworld.compare.data;

import org.jspecify.annotations.NullMarked;
