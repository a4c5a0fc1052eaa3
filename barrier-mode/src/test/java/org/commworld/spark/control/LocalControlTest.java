package org.commworld.spark.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalControlTest {
  private static final WorldId WORLD = new WorldId("ffffffffffffffffffffffffffffffff", 1, 2);

  private final RecordingHandler handler = new RecordingHandler();
  private final List<Failure> pushed = new ArrayList<>();

  @Test
  void callsGoStraightToTheDriver() throws Exception {
    handler.input = new ByteArrayInputStream(new byte[] {65});
    try (LocalControl driver = LocalControl.open(WORLD, handler);
        ControlLink link = LocalControl.connect(WORLD, "driver-1", List.of(0, 1), pushed::add)) {
      ArithmeticException own = new ArithmeticException("own");
      link.output(1, true, new byte[] {7, 8, 9}, 1, 2);
      link.threw(1, own);

      assertThat(handler.outputs).containsExactly("1!2:8");
      assertThat(handler.thrown).containsExactly(own);
      assertThat(link.input().readAllBytes()).containsExactly(65);
      driver.push(new Failure(Failure.Kind.KILLED, -1, "h", 143, "m", ""));
      assertThat(pushed).hasSize(1);
    }
  }

  @Test
  void closedDriverEndsItsExecutors() throws Exception {
    LocalControl driver = LocalControl.open(WORLD, handler);
    ControlLink link = LocalControl.connect(WORLD, "driver-1", List.of(0, 1), pushed::add);

    driver.close();

    assertThat(pushed).singleElement().extracting(Failure::kind).isEqualTo(Failure.Kind.KILLED);
    assertThatThrownBy(() -> link.output(0, false, new byte[1], 0, 1))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> LocalControl.connect(WORLD, "driver-2", List.of(0), pushed::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such world");
  }
}
