package org.commworld.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.commworld.spi.WorldId;
import org.commworld.wire.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HandshakeTest {
  private final Handshake handshake =
      new Handshake(new WorldId("0123456789abcdef0123456789abcdef", 1, 4), new byte[32]);

  @Test
  void proofOfTheKeyIsAccepted() throws ProtocolException {
    byte[] hello = handshake.hello(2, 3, true);
    byte[] challenge = handshake.challenge(hello);

    assertThat(handshake.readHello(hello)).isEqualTo(new Handshake.Hello(2, 3, true));
    assertThat(handshake.isGenuine(hello, challenge)).isTrue();
    assertThat(handshake.isProof(hello, challenge, handshake.proof(hello, challenge))).isTrue();
  }

  @Test
  void replayedProofIsRefused() {
    byte[] hello = handshake.hello(2, 3, true);
    byte[] recorded = handshake.proof(hello, handshake.challenge(hello));

    assertThat(handshake.isProof(hello, handshake.challenge(hello), recorded)).isFalse();
  }

  @Test
  void reflectedChallengeIsNoProof() {
    byte[] hello = handshake.hello(2, 3, true);
    byte[] challenge = handshake.challenge(hello);
    byte[] reflected = java.util.Arrays.copyOfRange(challenge, 32, 64);

    assertThat(handshake.isProof(hello, challenge, reflected)).isFalse();
  }

  @Test
  void proofForOtherRanksIsRefused() {
    byte[] hello = handshake.hello(2, 3, true);
    byte[] challenge = handshake.challenge(hello);

    assertThat(
            handshake.isProof(
                hello, challenge, handshake.proof(handshake.hello(1, 3, true), challenge)))
        .isFalse();
  }

  @Test
  void ranksOutsideTheWorldAreRefused() {
    assertThatThrownBy(() -> handshake.readHello(handshake.hello(4, 0, true)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("source=4");
  }
}
