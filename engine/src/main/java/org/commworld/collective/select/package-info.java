/**
 * Which algorithm a collective between JVMs uses, by ranks and bytes; apart from carrying it out.
 * Imports nothing. Start reading at {@link org.commworld.collective.select.AlgorithmTable}.
 */
@NullMarked
package org.commworld.collective.select;

import org.jspecify.annotations.NullMarked;
