package org.commworld.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.SparkConf;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.runtime.EngineConfig.TransportKind;
import org.commworld.transport.shm.ShmSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

  private static SparkConf table(String value) {
    return new SparkConf(false).set("spark.commworld.collective.table", value);
  }

  @Test
  void theTableOfAlgorithmsIsAFileOrRules(@TempDir Path directory) throws Exception {
    String rule = "allreduce ranks 2.. bytes 0.. ring";
    Path file = directory.resolve("cluster.table");
    Files.writeString(file, rule + "\n");

    assertThat(JobOptions.of(table(file.toString())).algorithms().text())
        .isEqualTo(JobOptions.of(table(rule)).algorithms().text())
        .contains("ring");
    assertThat(JobOptions.of(table(rule + "; barrier ranks 2.. bytes 0 spread")).algorithms())
        .isEqualTo(AlgorithmTable.parse(rule + "\nbarrier ranks 2.. bytes 0 spread", "test"));
    assertThat(JobOptions.of(new SparkConf(false)).algorithms())
        .isEqualTo(AlgorithmTable.defaults());
  }

  @Test
  void aWrongTableOfAlgorithmsIsRefused(@TempDir Path directory) {
    Path none = directory.resolve("none");

    assertThatThrownBy(() -> JobOptions.of(table(none.toString())))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessageContaining("cannot read spark.commworld.collective.table=" + none);
    assertThatThrownBy(() -> JobOptions.of(table("bcast ranks 1.. bytes 0.. ring")))
        .isInstanceOf(JobNotStartedException.class)
        .hasMessageContainingAll("no algorithm of bcast: ring", "collective.table, line=1");
  }

  @Test
  void executorsOfOneHostShareMemoryUnlessToldOtherwise() {
    SparkConf none = new SparkConf(false);
    SparkConf tcp = new SparkConf(false).set("spark.commworld.transports", "TCP");
    SparkConf both = new SparkConf(false).set("spark.commworld.transports", "shm, tcp");

    assertThat(BarrierConf.transports(none)).containsExactly(TransportKind.SHM, TransportKind.TCP);
    assertThat(BarrierConf.transports(both)).containsExactly(TransportKind.SHM, TransportKind.TCP);
    assertThat(BarrierConf.transports(tcp)).containsExactly(TransportKind.TCP);
    assertThat(BarrierConf.shm(none)).isEqualTo(ShmSettings.defaults());
  }

  @Test
  void sharedMemoryIsWhereAndAsLargeAsTold() {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.commworld.shm.directory", "/somewhere")
            .set("spark.commworld.shm.ringBytes", "1m");

    assertThat(BarrierConf.shm(conf)).isEqualTo(new ShmSettings(Path.of("/somewhere"), 1 << 20));
  }

  @Test
  void malformedTransportsAndRingsAreRefusedByName() {
    SparkConf udp = new SparkConf(false).set("spark.commworld.transports", "udp");
    SparkConf odd = new SparkConf(false).set("spark.commworld.shm.ringBytes", "300k");

    assertThatThrownBy(() -> JobOptions.of(udp))
        .hasMessage("not transports: spark.commworld.transports=udp; there are shm,tcp and tcp");
    assertThatThrownBy(() -> JobOptions.of(odd))
        .hasMessageContaining("spark.commworld.shm.ringBytes=300k");
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
