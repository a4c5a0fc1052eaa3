/**
 * Jobs in the manner of Python's mrjob: a class with mappers and reducers over lines, run in this
 * JVM, by Hadoop's local framework, on Spark, or as a streaming command of a Hadoop cluster. Start
 * at {@link org.commworld.mapreduce.mrjob.MRJob}. {@code Invocation} is what a command line has
 * asked for, {@code StepRunner} runs its steps one after the other, {@code LineTask} is one task's
 * work, the same for all runners.
 */
@NullMarked
package org.commworld.mapreduce.mrjob;

import org.jspecify.annotations.NullMarked;
