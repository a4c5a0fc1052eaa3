/** MRJob as its users see it; the tests of runners compare them with each other. */
package org.commworld.mapreduce.mrjob;
