package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RankOutputTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicInteger closed = new AtomicInteger();

  private RankOutput output(boolean label) {
    return new RankOutput(out, err, label, null, closed::incrementAndGet);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void linesOfDifferentRanksDoNotMix() {
    RankOutput output = output(false);

    output.output(0, false, bytes("from "));
    output.output(1, false, bytes("one\n"));
    output.output(0, false, bytes("zero\n"));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\nfrom zero\n");
  }

  @Test
  void streamsAreApart() {
    RankOutput output = output(false);

    output.output(0, false, bytes("a"));
    output.output(0, true, bytes("b\n"));
    output.finish();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("b\n");
  }

  @Test
  void labelStandsBeforeEachLine() {
    RankOutput output = output(true);

    output.output(12, false, bytes("a\n\nb"));
    output.finish();

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[12] a\n[12] \n[12] b\n");
  }

  @Test
  void lineInPiecesHasOneLabel() {
    RankOutput output = output(true);
    String half = "x".repeat(1 << 20);

    output.output(3, false, bytes(half));
    output.output(3, false, bytes(half + "\n"));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("[3] " + half + half + "\n");
  }

  @Test
  void readerThatIsGoneIsNoticedOnce() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    RankOutput output = new RankOutput(broken, err, false, null, closed::incrementAndGet);

    output.output(0, false, bytes("a\n"));
    output.output(1, false, bytes("b\n"));

    assertThat(closed).hasValue(1);
  }
}
