package org.commworld.mapreduce.hadoop.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SparkContextsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "local; local[1,4]",
        "local[2]; local[2,4]",
        "local[*]; local[*,4]",
        "local[2,9]; local[2,9]",
        "local-cluster[2,1,1024]; local-cluster[2,1,1024]",
        "spark://host:7077; spark://host:7077"
      })
  void onlyLocalMastersAreToldToTryAgain(String master, String expected) {
    assertThat(SparkContexts.retrying(master)).isEqualTo(expected);
  }
}
