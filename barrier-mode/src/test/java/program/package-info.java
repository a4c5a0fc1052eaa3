/** A program as a user writes it, outside Commworld's own packages. */
@NullMarked
package program;

import org.jspecify.annotations.NullMarked;
