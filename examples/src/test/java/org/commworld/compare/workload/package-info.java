/** Tests of this package. */
@NullMarked
package org.commworld.compare.workload;

import org.jspecify.annotations.NullMarked;
