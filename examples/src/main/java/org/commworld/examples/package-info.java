/** Programs, one idea each. */
@NullMarked
package org.commworld.examples;

import org.jspecify.annotations.NullMarked;
