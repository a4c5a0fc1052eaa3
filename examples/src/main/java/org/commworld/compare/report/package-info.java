/**
 * What {@code commworld compare} makes of its measurements: statistics, where one engine overtakes
 * another, tables, CSV, JSON and the report in HTML. Start reading at {@link
 * org.commworld.compare.report.Results}.
 */
@NullMarked
package org.commworld.compare.report;

import org.jspecify.annotations.NullMarked;
