/**
 * The {@code hadoop} command of {@code bin/hadoop}: start reading at {@link
 * org.commworld.mapreduce.cli.HadoopCommand}. It configures Hadoop and its log, runs Hadoop's own
 * tools, and lets {@code hadoop job} see the jobs of other processes. Nothing depends on it.
 */
@NullMarked
package org.commworld.mapreduce.cli;

import org.jspecify.annotations.NullMarked;
