/** Tests of this package. */
@NullMarked
package org.commworld.compare.work;

import org.jspecify.annotations.NullMarked;
