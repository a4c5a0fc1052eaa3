/** Jobs in the manner of Python's mrjob; each is a program: {@code [options] [input...]}. */
@NullMarked
package org.commworld.examples.mrjob;

import org.jspecify.annotations.NullMarked;
