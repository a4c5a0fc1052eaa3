package org.commworld.compare.engine;

import java.util.Arrays;
import java.util.Optional;
import org.commworld.compare.workload.Workload;

/** What runs workloads. */
public enum Engine {
  SPARK("spark", "Spark dataflow", Style.DATAFLOW),
  SPARK_JVMS("spark-jvms", "Spark dataflow, a JVM each", Style.DATAFLOW),
  RANKS("ranks", "ranks, one JVM", Style.RANKS),
  RANKS_JVMS("ranks-jvms", "ranks, a JVM each", Style.RANKS),
  MAPREDUCE("mapreduce", "MapReduce on Spark", Style.MAPREDUCE),
  HADOOP("hadoop", "MapReduce, Hadoop local", Style.MAPREDUCE),
  OPEN_MPI("openmpi", "C, Open MPI", Style.C),
  MPICH("mpich", "C, MPICH", Style.C),
  MPI4PY("mpi4py", "Python, mpi4py", Style.PYTHON);

  private static final String ONE_SHUFFLE =
      "MapReduce has no communication but its one shuffle, and a job for every step";

  private final String label;
  private final String title;
  private final Style style;

  Engine(String label, String title, Style style) {
    this.label = label;
    this.title = title;
    this.style = style;
  }

  /** How programs for an engine are written: engines of one style run the same programs. */
  public enum Style {
    DATAFLOW("Spark dataflow"),
    RANKS("ranks in Java"),
    MAPREDUCE("MapReduce"),
    C("MPI in C"),
    PYTHON("mpi4py");

    private final String title;

    Style(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /** The engine that {@code label} names. */
  public static Optional<Engine> find(String label) {
    return Arrays.stream(values()).filter(e -> e.label.equals(label)).findFirst();
  }

  /** Its name on the command line and in files. */
  public String label() {
    return label;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** How its programs are written. */
  public Style style() {
    return style;
  }

  /** Whether it passes messages between ranks. */
  public boolean isMpi() {
    return style == Style.RANKS || style == Style.C || style == Style.PYTHON;
  }

  /** Whether it runs if nobody names engines. */
  public boolean isUsual() {
    return this != SPARK_JVMS;
  }

  /** Whether a process of it stays between runs. */
  public boolean isJvm() {
    return style == Style.DATAFLOW || style == Style.RANKS || style == Style.MAPREDUCE;
  }

  /** Why it does not do a workload; empty if it does. */
  public Optional<String> reasonAgainst(Workload workload) {
    if (style != Style.MAPREDUCE) {
      return Optional.empty();
    }
    return switch (workload) {
      case K_MEANS, WORD_COUNT, SORT, PI -> Optional.empty();
      case ALL_REDUCE, ALL_TO_ALL ->
          Optional.of(ONE_SHUFFLE + ": an operation between tasks does not exist in it");
      case HEAT -> Optional.of(ONE_SHUFFLE + ": the plate would go through files in each");
      case PAGE_RANK, LOGISTIC_REGRESSION ->
          Optional.of(
              ONE_SHUFFLE + ": the input is read anew in each; k-means shows what that costs");
    };
  }
}
