package org.commworld.mapreduce.mrjob;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the counters among the lines that a Hadoop client prints at the end of a job. */
final class CounterLines {
  private static final Pattern BEGIN = Pattern.compile("(^|.*[:\\s])Counters: \\d+\\s*");
  private static final Pattern GROUP = Pattern.compile("\\t(\\S.*)");
  private static final Pattern COUNTER = Pattern.compile("\\t\\t(.+)=(-?\\d+)\\s*");

  private final CounterTable table = new CounterTable();
  private String group = "";
  private boolean inside;

  void accept(String line) {
    Matcher counter = COUNTER.matcher(line);
    Matcher name = GROUP.matcher(line);
    if (BEGIN.matcher(line).matches()) {
      inside = true;
    } else if (inside && counter.matches()) {
      table.add(group, counter.group(1), Long.parseLong(counter.group(2)));
    } else if (inside && name.matches()) {
      group = name.group(1);
    } else {
      inside = false;
    }
  }

  CounterTable table() {
    return table;
  }
}
