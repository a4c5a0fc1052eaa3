package org.commworld.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.commworld.spi.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FailureCodecTest {
  private static final Failure FAILURE =
      new Failure(Failure.Kind.RANK_THREW, 3, "höst", 7, "rank 3 threw", "at line 1\nat line 2");

  @Test
  void failureComesBackAsItWas() throws ProtocolException {
    assertThat(FailureCodec.decode(FailureCodec.encode(FAILURE))).isEqualTo(FAILURE);
  }

  @Test
  void longestFailureFitsTheLimit() throws ProtocolException {
    String longText = "ü".repeat(100_000);
    Failure failure = new Failure(Failure.Kind.ABORTED, 0, "host", 1, longText, longText);

    byte[] bytes = FailureCodec.encode(failure);

    assertThat(bytes).hasSizeLessThan(FailureCodec.MAX_BYTES);
    assertThat(FailureCodec.decode(bytes)).isEqualTo(failure);
  }

  @Test
  void cutBytesAreRefused() {
    byte[] bytes = FailureCodec.encode(FAILURE);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> FailureCodec.decode(cut)).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void garbageIsRefusedOrAFailureButNothingElse() {
    Random random = new Random(42);
    for (int i = 0; i < 10_000; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      try {
        assertThat(FailureCodec.decode(garbage)).isNotNull();
      } catch (ProtocolException e) {
        assertThat(e).hasMessageContaining("not a failure");
      }
    }
  }
}
