package org.commworld.compare.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is run on every engine: one definition and one answer for all. */
public enum Workload {
  /** Every rank gets the sum of all ranks' vectors. */
  ALL_REDUCE(
      "allreduce",
      "allReduce",
      Unit.BYTES,
      1,
      "Every rank gets the element-wise sum of all ranks' vectors of double. Time of one operation.",
      8,
      4 << 10,
      256 << 10,
      8 << 20),
  /** Every rank sends a block to every rank. */
  ALL_TO_ALL(
      "alltoall",
      "allToAll",
      Unit.BYTES,
      1,
      "Every rank sends a block of double to every rank; the size is a block's. Time of one operation.",
      8,
      4 << 10,
      256 << 10,
      8 << 20),
  /** Lloyd's iteration. */
  K_MEANS(
      "kmeans",
      "k-means",
      Unit.POINTS,
      5,
      "Groups positions in a text file around 8 centres: 5 iterations of Lloyd's method.",
      5_000,
      42_000,
      400_000),
  /** Gradient descent. */
  LOGISTIC_REGRESSION(
      "logreg",
      "logistic regression",
      Unit.ROWS,
      10,
      "Whether a flight is late, by distance and time of day, from a text file: 10 steps of gradient "
          + "descent over all rows.",
      10_000,
      100_000,
      600_000),
  /** Power iteration on a graph. */
  PAGE_RANK(
      "pagerank",
      "PageRank",
      Unit.PAGES,
      5,
      "Ranks of the pages of a generated web-like graph (8 links a page on average, few pages with "
          + "most of them) in a text file: 5 iterations.",
      1_000,
      10_000,
      100_000),
  /** How often each word is there. */
  WORD_COUNT(
      "wordcount",
      "word count",
      Unit.BYTES,
      1,
      "How often each word is in a text file: runs of the letters a to z, in lower case.",
      256 << 10,
      2 << 20,
      16 << 20),
  /** TeraSort's records in order. */
  SORT(
      "sort",
      "sort",
      Unit.RECORDS,
      1,
      "Records of 100 bytes in a binary file in the order of their keys, the first 10 bytes, which "
          + "are uniform, as TeraSort's.",
      10_000,
      100_000,
      400_000),
  /** A stencil with halo exchange. */
  HEAT(
      "heat",
      "heat equation",
      Unit.SIDE,
      20,
      "Heat in a square plate of n times n points, cold at its edges: 20 explicit steps, rows spread, "
          + "neighbours exchange their edges in each.",
      64,
      512,
      2_048),
  /** No communication. */
  PI(
      "pi",
      "Monte Carlo pi",
      Unit.SAMPLES,
      1,
      "How many of n pseudo-random points of a square are within its circle; no communication but "
          + "the sum.",
      100_000,
      5_000_000,
      50_000_000);

  private final String label;
  private final String title;
  private final Unit unit;
  private final int rounds;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // Made by toList(): cannot be changed.
  private final List<Long> sizes;

  Workload(String label, String title, Unit unit, int rounds, String description, long... sizes) {
    this.label = label;
    this.title = title;
    this.unit = unit;
    this.rounds = rounds;
    this.description = description;
    this.sizes = Arrays.stream(sizes).boxed().toList();
  }

  /** What a workload's size counts. */
  public enum Unit {
    BYTES("bytes", 1024),
    POINTS("points", 1000),
    ROWS("rows", 1000),
    PAGES("pages", 1000),
    RECORDS("records", 1000),
    SIDE("points a side", 1000),
    SAMPLES("samples", 1000);

    private final String text;
    private final int kilo;

    Unit(String text, int kilo) {
      this.text = text;
      this.kilo = kilo;
    }

    /** For people, in the plural. */
    public String text() {
      return text;
    }

    /** What K stands for; M and G are its powers. */
    public int kilo() {
      return kilo;
    }
  }

  /** The workload that {@code label} names. */
  public static Optional<Workload> find(String label) {
    return Arrays.stream(values()).filter(w -> w.label.equals(label)).findFirst();
  }

  /** Its name on the command line and in files. */
  public String label() {
    return label;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** What its size counts. */
  public Unit unit() {
    return unit;
  }

  /** Iterations or steps. */
  public int rounds() {
    return rounds;
  }

  /** What is done and what is timed, in a sentence or two. */
  public String description() {
    return description;
  }

  /** Sizes that take some seconds in all. */
  public List<Long> sizes() {
    return sizes;
  }

  /** Whether it measures an operation that is called many times in a run. */
  public boolean isSweep() {
    return this == ALL_REDUCE || this == ALL_TO_ALL;
  }

  /** Whether it reads a file. */
  public boolean hasInput() {
    return switch (this) {
      case K_MEANS, LOGISTIC_REGRESSION, PAGE_RANK, WORD_COUNT, SORT -> true;
      case ALL_REDUCE, ALL_TO_ALL, HEAT, PI -> false;
    };
  }
}
