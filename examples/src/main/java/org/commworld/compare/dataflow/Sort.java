package org.commworld.compare.dataflow;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.commworld.compare.workload.Answer;
import org.commworld.compare.workload.Records;
import org.commworld.compare.workload.SortDigest;
import org.commworld.compare.workload.Task;
import scala.Tuple2;

final class Sort implements Dataflow {
  @Override
  public Answer run(JavaSparkContext spark, int slots, Task task) {
    return Answer.of(
        spark
            .binaryRecords(task.input(), Records.RECORD)
            .mapToPair(record -> new Tuple2<>(record, 0))
            .repartitionAndSortWithinPartitions(
                new Ranges(slots), (Comparator<byte[]> & Serializable) Records::compare)
            .keys()
            .mapPartitions(
                records -> {
                  SortDigest digest = SortDigest.EMPTY;
                  while (records.hasNext()) {
                    digest = digest.plus(records.next());
                  }
                  return List.of(digest).iterator();
                })
            .collect()
            .stream()
            .reduce(SortDigest.EMPTY, SortDigest::then)
            .toArray());
  }

  /** A range of keys for each partition. */
  private static final class Ranges extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int parts;

    Ranges(int parts) {
      this.parts = parts;
    }

    @Override
    public int numPartitions() {
      return parts;
    }

    @Override
    public int getPartition(Object record) {
      return Records.range((byte[]) record, 0, parts);
    }
  }
}
