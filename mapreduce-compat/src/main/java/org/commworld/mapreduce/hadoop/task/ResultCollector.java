package org.commworld.mapreduce.hadoop.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/**
 * Brings the results of maps to the driver with the news of their success: Spark drops the
 * accumulators of failed tasks. The driver's own copy passes each result on as it comes.
 */
public final class ResultCollector extends AccumulatorV2<AttemptResult, List<AttemptResult>> {
  private static final long serialVersionUID = 1;

  private final ArrayList<AttemptResult> results = new ArrayList<>();
  private final transient @Nullable Consumer<AttemptResult> listener;

  /** In the driver. */
  public ResultCollector(Consumer<AttemptResult> listener) {
    this.listener = listener;
  }

  private ResultCollector() {
    this.listener = null;
  }

  @Override
  public boolean isZero() {
    return results.isEmpty();
  }

  @Override
  public AccumulatorV2<AttemptResult, List<AttemptResult>> copy() {
    ResultCollector copy = new ResultCollector();
    copy.results.addAll(results);
    return copy;
  }

  @Override
  public void reset() {
    results.clear();
  }

  @Override
  public void add(AttemptResult result) {
    results.add(result);
  }

  @Override
  public void merge(AccumulatorV2<AttemptResult, List<AttemptResult>> other) {
    if (listener != null) {
      other.value().forEach(listener);
    } else {
      results.addAll(other.value());
    }
  }

  @Override
  public List<AttemptResult> value() {
    return results;
  }
}
