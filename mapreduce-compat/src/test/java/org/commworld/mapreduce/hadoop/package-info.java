/** Whole jobs on Spark; the tests of single classes are beside them. */
package org.commworld.mapreduce.hadoop;
