package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StageRequirementsTest {
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";

  @Test
  void dynamicAllocationIsExplainedWithTheKeyToSet() {
    SparkConf conf = new SparkConf(false).set(DYNAMIC, "true");

    assertThatThrownBy(() -> StageRequirements.check(2, "spark://h:7077", conf, 2))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessageContainingAll(
            "dynamic allocation", DYNAMIC + "=true", "set " + DYNAMIC + "=false");
  }

  @Test
  void dynamicAllocationDoesNotMatterToALocalMaster() {
    SparkConf conf = new SparkConf(false).set(DYNAMIC, "true");

    assertThatCode(() -> StageRequirements.check(2, "local[2]", conf, 2))
        .doesNotThrowAnyException();
  }

  @Test
  void legacyLocalityWaitIsRefused() {
    SparkConf conf =
        new SparkConf(false).set("spark.locality.wait.legacyResetOnTaskLaunch", "true");

    assertThatThrownBy(() -> StageRequirements.check(1, "local[2]", conf, 2))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessageContaining("spark.locality.wait.legacyResetOnTaskLaunch=true");
  }

  @Test
  void slotsThatCanNeverBeEnoughAreRefused() {
    SparkConf conf = new SparkConf(false).set("spark.task.cpus", "2");

    assertThatThrownBy(() -> StageRequirements.check(3, "local[4]", conf, 2))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessage("3 ranks, 2 slots: master=local[4], spark.task.cpus=2");
  }
}
