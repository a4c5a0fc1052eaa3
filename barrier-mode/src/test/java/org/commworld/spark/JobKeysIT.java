package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.spark.SparkConf;
import org.commworld.zookeeper.ZkConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the secrets of a job come from, and where they do not go. */
@Timeout(120)
class JobKeysIT {
  private static final String SECRET = "a secret of Spark's";

  @Test
  void withSparksAuthenticationNothingTravels() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.authenticate", "true")
            .set("spark.authenticate.secret", SECRET);
    try (LocalSpark spark = new LocalSpark("local[2]", conf)) {
      assertThat(JobKeys.travelling()).isNull();
      byte[] key = JobKeys.applicationKey(null, "app");
      assertThat(key).isEqualTo(JobKeys.applicationKey(null, "app")).hasSize(32);
      assertThat(key).isNotEqualTo(SECRET.getBytes(StandardCharsets.UTF_8));
      assertThat(key).isNotEqualTo(JobKeys.applicationKey(null, "other app"));

      assertThat(BarrierJob.on(spark.session()).run(comm -> comm.rank())).containsExactly(0, 1);
    }
  }

  @Test
  void withoutItEachApplicationHasItsOwnKey() {
    try (LocalSpark spark = new LocalSpark("local[2]")) {
      assertThat(spark.session().sparkContext().isStopped()).isFalse();
      assertThat(JobKeys.travelling()).hasSize(32).isNotEqualTo(JobKeys.travelling());
    }
  }

  @Test
  void jobsAndZookeeperHaveDifferentKeys() {
    byte[] application = new byte[32];

    assertThat(JobKeys.jobKey(application, "1")).isNotEqualTo(JobKeys.jobKey(application, "2"));
    assertThat(JobKeys.zookeeperDigest(application))
        .startsWith("app:")
        .doesNotContain(HexFormat.of().formatHex(JobKeys.jobKey(application, "1")));
  }

  @Test
  void descriptionOfAJobShowsNoSecret() {
    byte[] key = new byte[] {99, 98, 97, 96};
    JobSpec spec =
        new JobSpec(
            "app",
            "0".repeat(32),
            1,
            2,
            "h",
            1,
            Duration.ZERO,
            "",
            JobSpec.Reports.of(2, 0),
            JobSpec.ZooKeeper.of(
                new ZkConfig(
                    "h:1",
                    "/commworld/v1",
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    "user:hidden")),
            new JobSpec.Secrets(key, "user:hidden", false));

    assertThat(spec.toString()).contains("h:1").doesNotContain("hidden", "99, 98", "63626160");
  }
}
