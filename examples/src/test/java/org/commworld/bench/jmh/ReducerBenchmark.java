package org.commworld.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.commworld.data.Elements;
import org.commworld.data.Reducer;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The loop of one operator on one type, between two arrays: in the first-level cache (1024
 * elements) and out of all caches. {@code shifted} reads at another offset than it writes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReducerBenchmark {
  private static final int SHIFT = 3;

  /** Of the elements. */
  @Param({"DOUBLE", "FLOAT", "INT", "LONG"})
  public Datatype type = Datatype.DOUBLE;

  /** The operator. */
  @Param({"SUM", "MAX", "USER"})
  public String operator = "SUM";

  /** Elements. */
  @Param({"1024", "4194304"})
  public int count = 1024;

  private Reducer reducer = (in, inOut, first, n) -> {};
  private Data in = Data.of(new double[0]);
  private Data inOut = in;
  private Data shifted = in;

  /** Makes the arrays, all zeros: no operator here depends on the values. */
  @Setup
  public void setUp() {
    reducer = Reducer.of(op(), type);
    in = Elements.allocate(type, count);
    inOut = Elements.allocate(type, count);
    shifted = Elements.allocate(type, count + SHIFT).slice(SHIFT, count);
  }

  private Op op() {
    return switch (operator) {
      case "SUM" -> Op.SUM;
      case "MAX" -> Op.MAX;
      default ->
          switch (type) {
            case INT -> Op.ofInt((a, b) -> a | b << 1, false);
            case LONG -> Op.ofLong((a, b) -> a | b << 1, false);
            case DOUBLE -> Op.ofDouble((a, b) -> a * 0.5 + b, false);
            default -> Op.PROD;
          };
    };
  }

  /** Both arrays from their start. */
  @Benchmark
  public void aligned() {
    reducer.reduce(in, inOut, 0, count);
  }

  /** The operand from another offset. */
  @Benchmark
  public void shifted() {
    reducer.reduce(shifted, inOut, 0, count);
  }
}
