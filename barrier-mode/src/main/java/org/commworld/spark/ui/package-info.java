/**
 * The "Ranks" tab of Spark's UI. Spark's own classes are touched in {@link
 * org.commworld.spark.ui.RanksTab} only; the rest makes HTML of statistics.
 */
@NullMarked
package org.commworld.spark.ui;

import org.jspecify.annotations.NullMarked;
