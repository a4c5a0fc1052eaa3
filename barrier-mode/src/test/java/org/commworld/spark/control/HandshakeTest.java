package org.commworld.spark.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.commworld.spi.WorldId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandshakeTest {
  private static final WorldId WORLD = new WorldId("00112233445566778899aabbccddeeff", 0x10002, 3);
  private static final byte[] KEY = new byte[32];
  private static final byte[] NONCE_C = nonce(1);
  private static final byte[] NONCE_S = nonce(2);

  private static byte[] nonce(int fill) {
    byte[] nonce = new byte[32];
    java.util.Arrays.fill(nonce, (byte) fill);
    return nonce;
  }

  private final Handshake client = Handshake.client(WORLD, KEY, NONCE_C);

  @Test
  void openingIsThatOfTheLayout() {
    assertThat(HexFormat.of().formatHex(client.opening()))
        .isEqualTo(
            "43574331"
                + "01"
                + "00112233445566778899aabbccddeeff"
                + "0000000000010002"
                + "00000003"
                + "01".repeat(32));
    assertThat(Handshake.world(client.opening())).isEqualTo(WORLD);
  }

  @Test
  void bothEndsWithTheKeyAgree() {
    Handshake server = Handshake.server(client.opening(), KEY);

    byte[] proof = client.proof(server.challenge(NONCE_S));

    assertThat(server.isProof(proof, NONCE_S)).isTrue();
    assertThat(server.isProof(proof, NONCE_C)).as("for another nonce").isFalse();
  }

  @Test
  void driverWithoutTheKeyIsRefused() {
    Handshake server = Handshake.server(client.opening(), nonce(9));

    assertThatThrownBy(() -> client.proof(server.challenge(NONCE_S)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void challengeSentBackIsNoProof() {
    Handshake server = Handshake.server(client.opening(), KEY);
    byte[] challenge = server.challenge(NONCE_S);

    byte[] reflected = java.util.Arrays.copyOfRange(challenge, 32, 64);

    assertThat(server.isProof(reflected, NONCE_S)).isFalse();
  }

  @Test
  void proofForAnotherEpochIsNone() {
    WorldId older = new WorldId(WORLD.jobUid(), 0x10001, 3);
    Handshake zombie = Handshake.client(older, KEY, NONCE_C);
    Handshake server = Handshake.server(client.opening(), KEY);

    assertThatThrownBy(() -> zombie.proof(server.challenge(NONCE_S)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void whatIsNoOpeningIsRefused() {
    byte[] wrongMagic = client.opening();
    wrongMagic[0] = 0;
    byte[] negativeSize = client.opening();
    negativeSize[29] = -1;

    assertThatThrownBy(() -> Handshake.world(new byte[3])).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> Handshake.world(wrongMagic)).isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> Handshake.world(negativeSize)).isInstanceOf(ProtocolException.class);
  }
}
