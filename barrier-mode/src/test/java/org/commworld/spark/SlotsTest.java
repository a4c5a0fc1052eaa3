package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SlotsTest {
  private static final int PROCESSORS = 6;

  private static SparkConf conf(String... pairs) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < pairs.length; i += 2) {
      conf.set(pairs[i], pairs[i + 1]);
    }
    return conf;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          local                   | 1 | 1
          local[4]                | 1 | 4
          local[4,3]              | 1 | 4
          local[*]                | 1 | 6
          local[*,2]              | 1 | 6
          local[5]                | 2 | 2
          local-cluster[2,3,1024] | 1 | 6
          local-cluster[2,3,1024] | 2 | 2
          """)
  void localMastersHaveFixedSlots(String master, String taskCpus, int slots) {
    assertThat(Slots.limit(master, conf("spark.task.cpus", taskCpus), PROCESSORS)).hasValue(slots);
  }

  @Test
  void executorsOfALocalClusterShareTheirWorker() {
    SparkConf conf = conf("spark.executor.cores", "2");

    assertThat(Slots.limit("local-cluster[3,5,1024]", conf, PROCESSORS)).hasValue(12);
  }

  @Test
  void standaloneClusterHasNoLimitButCoresMax() {
    assertThat(Slots.limit("spark://h:7077", conf(), PROCESSORS)).isEmpty();
    assertThat(
            Slots.limit(
                "spark://h:7077", conf("spark.cores.max", "7", "spark.task.cpus", "2"), PROCESSORS))
        .hasValue(3);
  }

  @Test
  void executorsThatAreAskedForByNumberAreTheLimit() {
    SparkConf conf =
        conf("spark.executor.instances", "3", "spark.executor.cores", "4", "spark.task.cpus", "3");

    assertThat(Slots.limit("yarn", conf, PROCESSORS)).isEqualTo(OptionalInt.of(3));
    assertThat(Slots.limit("k8s://https://h", conf, PROCESSORS)).isEqualTo(OptionalInt.of(3));
  }

  @Test
  void localClusterIsNotLocal() {
    assertThat(Slots.isLocal("local")).isTrue();
    assertThat(Slots.isLocal("local[*]")).isTrue();
    assertThat(Slots.isLocal("local-cluster[1,1,512]")).isFalse();
    assertThat(Slots.isLocal("yarn")).isFalse();
  }

  @Test
  void shortageIsToldWithTheValuesThatDecide() {
    assertThat(Slots.tooFew(4, 2, "local[2]", conf()))
        .isEqualTo("4 ranks, 2 slots: master=local[2], spark.task.cpus=1");
    assertThat(
            Slots.tooFew(
                1, 1, "yarn", conf("spark.executor.instances", "1", "spark.executor.cores", "1")))
        .isEqualTo(
            "1 rank, 1 slot: master=yarn, spark.task.cpus=1, spark.executor.instances=1,"
                + " spark.executor.cores=1");
  }
}
