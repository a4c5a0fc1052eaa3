package org.commworld.collective.select;

/** One line of a table. */
record Rule(Collective collective, Range ranks, Range bytes, Choice choice) {
  boolean overlaps(Rule other) {
    return collective == other.collective
        && ranks.overlaps(other.ranks)
        && bytes.overlaps(other.bytes);
  }

  @Override
  public String toString() {
    String line =
        "%-14s ranks %-6s bytes %-16s %s"
            .formatted(collective.text(), ranks, bytes, choice.algorithm().text());
    return choice.segmentBytes() == 0 ? line : line + " segment " + choice.segmentBytes();
  }
}
