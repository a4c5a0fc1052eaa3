package org.commworld.compare.workload;

import java.util.Iterator;
import java.util.stream.DoubleStream;

/** Positions as lines of latitude and longitude. */
public final class Points {
  /** How many clusters are wanted. */
  public static final int CLUSTERS = 8;

  private Points() {}

  /** Latitude and longitude of each line in turn. */
  public static double[] of(Iterator<String> lines) {
    DoubleStream.Builder points = DoubleStream.builder();
    while (lines.hasNext()) {
      String line = lines.next();
      int comma = line.indexOf(',');
      points.add(Double.parseDouble(line.substring(0, comma)));
      points.add(Double.parseDouble(line.substring(comma + 1)));
    }
    return points.build().toArray();
  }
}
