/** What tests of all modules share: ranks as threads, channels and coordination in memory. */
@NullMarked
package org.commworld.testkit;

import org.jspecify.annotations.NullMarked;
