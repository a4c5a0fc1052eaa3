package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ExitStatusTest {
  @ParameterizedTest
  @CsvSource({"7, 7", "1, 1", "255, 255", "0, 1", "256, 1", "257, 1", "-1, 255"})
  void failureIsNeverZeroAndOtherwiseWhatAShellSees(int code, int status) {
    assertThat(ExitStatus.ofFailure(code)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"2, 130", "15, 143"})
  void signalAddsAHundredAndTwentyEight(int signal, int status) {
    assertThat(ExitStatus.ofSignal(signal)).isEqualTo(status);
  }
}
