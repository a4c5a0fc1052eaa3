package org.commworld.mapreduce.hadoop.task;

import java.util.Locale;

/** Names of output files of the old API. */
final class PartNames {
  private PartNames() {}

  /** {@code part-00000} and so on. */
  static String old(int partition) {
    return String.format(Locale.ROOT, "part-%05d", partition);
  }
}
