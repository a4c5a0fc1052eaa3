package org.commworld.mapreduce.mrjob;

import java.io.IOException;

/** Takes lines without their newlines; the array is the sink's. */
@FunctionalInterface
interface LineSink {
  void accept(byte[] line) throws IOException;
}
