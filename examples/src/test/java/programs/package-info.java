/** Rank programs that the launcher's tests start: outside Commworld's own packages, as a user's. */
@NullMarked
package programs;

import org.jspecify.annotations.NullMarked;
