/** Tests of this package. */
@NullMarked
package org.commworld.compare.report;

import org.jspecify.annotations.NullMarked;
