package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server that is there before Spark. */
@Timeout(120)
class EarlyStartIT {
  @Test
  void firstLocalApplicationTakesWhatWasPrepared() {
    BarrierJob.prepare();
    BarrierJob.prepare();

    try (LocalSpark spark = new LocalSpark("local[2]")) {
      assertThat(BarrierJob.on(spark.session()).run(comm -> comm.rank())).containsExactly(0, 1);
      assertThat(EarlyStart.take()).isEmpty();
    }
    try (LocalSpark spark = new LocalSpark("local[2]")) {
      assertThat(BarrierJob.on(spark.session()).run(comm -> comm.rank())).containsExactly(0, 1);
    }
  }
}
