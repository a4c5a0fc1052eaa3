package org.commworld.mapreduce.hadoop.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.io.WritableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SegmentTest {
  @Test
  void bareRunIsReadWhole() throws IOException {
    byte[] run = {1, 1, 'k', 'v', -1, -1, 9, 9, 9, 9};

    Segment segment = Segment.of(new ByteArrayInputStream(run));

    assertThat(segment.partLength()).isEqualTo(10);
    assertThat(segment.rawLength()).isEqualTo(6);
    assertThat(segment.run().readAllBytes()).isEqualTo(run);
  }

  @Test
  void frameSaysBothLengths() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    Segment.writeFrame(block, 3, 1L << 40);
    block.write(new byte[] {7, 8, 9});

    Segment segment = Segment.of(new ByteArrayInputStream(block.toByteArray()));

    assertThat(segment.partLength()).isEqualTo(3);
    assertThat(segment.rawLength()).isEqualTo(1L << 40);
    assertThat(segment.run().readAllBytes()).containsExactly(7, 8, 9);
  }

  @Test
  void noKeyLengthBeginsLikeAFrame() throws IOException {
    for (int bits = 0; bits < 31; bits++) {
      for (int length : new int[] {-1, (1 << bits) - 1, 1 << bits, Integer.MAX_VALUE}) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WritableUtils.writeVInt(new java.io.DataOutputStream(bytes), length);
        assertThat(bytes.toByteArray()[0] & 0xff).as("length=%s", length).isNotEqualTo(0x80);
      }
    }
  }

  @Test
  void emptyBlockIsAnError() {
    assertThatThrownBy(() -> Segment.of(new ByteArrayInputStream(new byte[0])))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("length=0");
  }
}
