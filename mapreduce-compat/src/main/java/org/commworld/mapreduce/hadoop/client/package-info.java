/**
 * What runs in the driver: the provider that Hadoop's Cluster finds, one {@code SparkJob} for each
 * submitted job, and the tables that answer the client's questions.
 */
@NullMarked
package org.commworld.mapreduce.hadoop.client;

import org.jspecify.annotations.NullMarked;
