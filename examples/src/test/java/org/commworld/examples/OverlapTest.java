package org.commworld.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.commworld.runtime.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OverlapTest {
  @Test
  void printsALineForEachSize() {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      LocalWorld.run(
          2,
          world -> {
            Overlap.run(world, new int[] {8, 4096});
            return null;
          });
    } finally {
      System.setOut(out);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).matches(" +8( +-?[0-9.]+){4} +-?[0-9]+%"))
        .anySatisfy(line -> assertThat(line).matches(" +4096( +-?[0-9.]+){4} +-?[0-9]+%"));
  }
}
