package org.commworld.compare.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class AnswerTest {
  @TempDir Path directory;

  @Test
  void wholeNumbersAreExactAndOthersMayDifferByRounding() {
    assertThat(Answer.of(1, 2).agrees(Answer.parse("1 2"))).isTrue();
    assertThat(Answer.of(1, 2).agrees(Answer.parse("1 3"))).isFalse();
    assertThat(Answer.of(1L << 60).agrees(Answer.of((1L << 60) + 1))).isFalse();
    assertThat(Answer.of(1.0, 2.0).agrees(Answer.parse("1.00000000001 2"))).isTrue();
    assertThat(Answer.of(1.0).agrees(Answer.parse("1.000000001"))).isFalse();
    assertThat(Answer.of(1.0).agrees(Answer.parse("nan"))).isFalse();
    assertThat(Answer.of(Double.NaN).agrees(Answer.of(1.0))).isFalse();
    assertThat(Answer.of(1.0).agrees(Answer.of(1.0, 2.0))).isFalse();
  }

  @Test
  void partsOfATextAreItsLinesOnceEach() throws Exception {
    Path file = directory.resolve("text");
    for (String text :
        List.of("", "a\n", "a\nbb\n\nccc", "äöü\nx\n".repeat(50), "long".repeat(9))) {
      Files.writeString(file, text);
      for (int parts = 1; parts < 9; parts++) {
        List<String> lines = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
          lines.addAll(TextPart.lines(file.toString(), part, parts));
        }
        assertThat(lines).as("%d parts of %s", parts, text).isEqualTo(text.lines().toList());
      }
    }
  }

  @Test
  void digestsOfPartsMakeThatOfTheWholeAndTellOrder() {
    byte[][] records = new byte[5][Records.RECORD];
    for (int i = 0; i < 5; i++) {
      records[i][3] = (byte) (7 * i);
    }
    SortDigest whole = SortDigest.EMPTY;
    SortDigest swapped = SortDigest.EMPTY;
    for (int i = 0; i < 5; i++) {
      whole = whole.plus(records[i]);
      swapped = swapped.plus(records[i == 1 ? 2 : i == 2 ? 1 : i]);
    }
    SortDigest head = SortDigest.EMPTY.plus(records[0]).plus(records[1]);
    SortDigest tail = SortDigest.EMPTY.plus(records[2]).plus(records[3]).plus(records[4]);

    assertThat(head.then(tail)).isEqualTo(whole);
    assertThat(swapped.sum()).isEqualTo(whole.sum());
    assertThat(swapped).isNotEqualTo(whole);
  }
}
