package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LineBufferTest {
  private final List<String> pieces = new ArrayList<>();
  private final LineBuffer buffer =
      new LineBuffer(
          (bytes, offset, length) ->
              pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8)),
          8);

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.write(bytes, 0, bytes.length);
  }

  @Test
  void completeLinesGoAtOnceAndTheRestIsHeld() {
    write("a\nb\nc");

    assertThat(pieces).containsExactly("a\nb\n");
  }

  @Test
  void heldPartGoesWithTheEndOfItsLine() {
    write("a");
    write("b");
    write("c\nd");

    assertThat(pieces).containsExactly("abc\n");
  }

  @Test
  void lineOverTheLimitGoesInPieces() {
    write("123456789");
    write("0\n");

    assertThat(pieces).containsExactly("123456789", "0\n");
  }

  @Test
  void lastLineIsCompleted() {
    write("a\nb");
    buffer.finish();

    assertThat(pieces).containsExactly("a\n", "b\n");
  }

  @Test
  void pieceOfALongLineIsCompletedToo() {
    write("123456789");
    buffer.finish();

    assertThat(pieces).containsExactly("123456789", "\n");
  }

  @Test
  void finishedBufferDropsWhatComesLater() {
    buffer.finish();
    write("late\n");
    buffer.finish();

    assertThat(pieces).isEmpty();
  }

  @Test
  void bytesAreKeptHoweverTheyAreCut() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      String part = random.nextInt(4) == 0 ? "\n" : "x".repeat(random.nextInt(5));
      text.append(part);
      write(part);
    }
    write("\n");

    assertThat(String.join("", pieces)).isEqualTo(text + "\n");
  }
}
