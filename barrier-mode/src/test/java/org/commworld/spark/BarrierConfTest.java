package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BarrierConfTest {
  @Test
  void defaultsOfTheTableHold() {
    JobOptions options = JobOptions.of(new SparkConf(false));

    assertThat(options.attempts()).isEqualTo(1);
    assertThat(options.startTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.joinTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.zookeeper()).isNull();
  }

  @Test
  void settingsOfSparkAreTaken() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.commworld.attempts", "3")
            .set("spark.commworld.startTimeout", "5s")
            .set("spark.commworld.joinTimeout", "250")
            .set("spark.commworld.zookeeper.connect", "h1:2181,h2:2181/x");

    JobOptions options = JobOptions.of(conf);

    assertThat(options.attempts()).isEqualTo(3);
    assertThat(options.startTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.joinTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(options.zookeeper()).isEqualTo("h1:2181,h2:2181/x");
  }

  @Test
  void unknownSettingIsRefused() {
    SparkConf conf = new SparkConf(false).set("spark.commworld.atempts", "3");

    assertThatThrownBy(() -> JobOptions.of(conf))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessageContainingAll("spark.commworld.atempts", "spark.commworld.attempts");
  }

  @Test
  void malformedValuesAreRefusedByName() {
    SparkConf number = new SparkConf(false).set("spark.commworld.attempts", "many");
    SparkConf duration = new SparkConf(false).set("spark.commworld.startTimeout", "soon");

    assertThatThrownBy(() -> JobOptions.of(number))
        .hasMessage("not a number: spark.commworld.attempts=many");
    assertThatThrownBy(() -> JobOptions.of(duration))
        .hasMessage("not a duration: spark.commworld.startTimeout=soon");
  }

  @Test
  void secretsHaveNamesThatSparkRedacts() {
    String redacted = "(?i)secret|password|token|access[.]?key";

    assertThat(BarrierConf.ZOOKEEPER_PASSWORD.name()).containsPattern(redacted);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    JobOptions options = JobOptions.of(new SparkConf(false));

    assertThatThrownBy(() -> options.withRanks(0)).hasMessageContaining("ranks=0");
    assertThatThrownBy(() -> options.withRanks(-1)).hasMessageContaining("ranks=-1");
    assertThatThrownBy(() -> options.withAttempts(0)).hasMessageContaining("attempts=0");
    assertThatThrownBy(() -> options.withStartTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("PT-1S");
  }
}
