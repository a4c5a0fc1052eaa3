package org.commworld.spark.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.commworld.spi.WorldId;

/**
 * Proves to both ends of a new connection that the other knows the job's key and speaks of the same
 * world. Pure computation.
 *
 * <pre>
 *   C → S  opening    int magic | byte version | 16 jobUid | long epoch | int size | 32 nonceC
 *   S → C  challenge  32 nonceS | 32 HMAC(K, "S" | opening | nonceS)
 *   C → S  proof      32 HMAC(K, "C" | opening | nonceS)
 *   K = HMAC(jobKey, "commworld control 1")
 * </pre>
 *
 * Both nonces are fresh, so nothing can be replayed; the labels keep a proof from being reflected;
 * the world is in the transcript, so that no proof serves another epoch.
 */
final class Handshake {
  static final int MAX_FRAME_BYTES = 512;
  static final int OPENING_BYTES = 4 + 1 + 16 + 8 + 4 + 32;
  static final int CHALLENGE_BYTES = 32 + 32;
  static final int PROOF_BYTES = 32;

  private static final int MAGIC = 0x43574331; // "CWC1"
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 32;

  private final byte[] opening;
  private final byte[] key;

  private Handshake(byte[] opening, byte[] jobKey) {
    this.opening = opening;
    this.key = hmac(jobKey, "commworld control 1".getBytes(StandardCharsets.US_ASCII));
  }

  /** The client's side, with a fresh nonce. */
  static Handshake client(WorldId world, byte[] jobKey, SecureRandom random) {
    return client(world, jobKey, nonce(random));
  }

  /** The client's side with a nonce of the caller's. */
  static Handshake client(WorldId world, byte[] jobKey, byte[] nonce) {
    ByteBuffer opening = ByteBuffer.allocate(OPENING_BYTES).putInt(MAGIC).put(VERSION);
    opening.put(HexFormat.of().parseHex(world.jobUid())).putLong(world.epoch());
    opening.putInt(world.size()).put(nonce);
    return new Handshake(opening.array(), jobKey);
  }

  /** The server's side for an opening that has arrived. */
  static Handshake server(byte[] opening, byte[] jobKey) {
    return new Handshake(opening.clone(), jobKey);
  }

  /**
   * The world that an opening asks for.
   *
   * @throws ProtocolException if it is no opening
   */
  static WorldId world(byte[] opening) {
    if (opening.length != OPENING_BYTES) {
      throw new ProtocolException("no opening: lengthBytes=" + opening.length);
    }
    ByteBuffer in = ByteBuffer.wrap(opening);
    int magic = in.getInt();
    byte version = in.get();
    if (magic != MAGIC || version != VERSION) {
      throw new ProtocolException("no opening: magic=%x, version=%d".formatted(magic, version));
    }
    byte[] uid = new byte[16];
    in.get(uid);
    try {
      return new WorldId(HexFormat.of().formatHex(uid), in.getLong(), in.getInt());
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(String.valueOf(e.getMessage()));
    }
  }

  byte[] opening() {
    return opening.clone();
  }

  /** The server's challenge for {@code nonce}. */
  byte[] challenge(byte[] nonce) {
    return ByteBuffer.allocate(CHALLENGE_BYTES).put(nonce).put(mac('S', nonce)).array();
  }

  /**
   * The client's proof for a challenge that has arrived.
   *
   * @throws ProtocolException if the challenger does not know the key
   */
  byte[] proof(byte[] challenge) {
    if (challenge.length != CHALLENGE_BYTES) {
      throw new ProtocolException("no challenge: lengthBytes=" + challenge.length);
    }
    byte[] nonce = Arrays.copyOf(challenge, NONCE_BYTES);
    byte[] claimed = Arrays.copyOfRange(challenge, NONCE_BYTES, CHALLENGE_BYTES);
    if (!MessageDigest.isEqual(claimed, mac('S', nonce))) {
      throw new ProtocolException("driver does not know the job's key");
    }
    return mac('C', nonce);
  }

  /** Whether {@code proof} answers the challenge for {@code nonce}. */
  boolean isProof(byte[] proof, byte[] nonce) {
    return MessageDigest.isEqual(proof, mac('C', nonce));
  }

  static byte[] nonce(SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  private byte[] mac(char label, byte[] nonce) {
    return hmac(key, new byte[] {(byte) label}, opening, nonce);
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
