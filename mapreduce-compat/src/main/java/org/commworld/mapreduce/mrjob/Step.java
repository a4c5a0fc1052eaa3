package org.commworld.mapreduce.mrjob;

/** One step of a job. Its input is the job's input or the output of the step before. */
public sealed interface Step permits MRStep, JarStep, SparkStep {}
