/**
 * What ranks have done and how long it took: counters that are always on, and spans when a trace is
 * wanted. Imports nothing of the engine. Start reading at {@link org.commworld.stats.RankMeter};
 * what others see of it is {@link org.commworld.stats.RankStatistics}.
 */
@NullMarked
package org.commworld.stats;

import org.jspecify.annotations.NullMarked;
