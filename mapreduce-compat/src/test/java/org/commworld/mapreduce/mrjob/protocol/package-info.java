/** Protocols, against what Python's {@code json} has written. */
package org.commworld.mapreduce.mrjob.protocol;
