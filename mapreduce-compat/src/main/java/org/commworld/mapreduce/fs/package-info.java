/**
 * File systems for jobs where no Hadoop is installed: the local one without processes beside the
 * JVM, and {@code hdfs:///} as a local directory. {@link
 * org.commworld.mapreduce.fs.LocalFileSystems} puts them into Hadoop's configuration. Knows Hadoop,
 * and nothing of Spark.
 */
@NullMarked
package org.commworld.mapreduce.fs;

import org.jspecify.annotations.NullMarked;
