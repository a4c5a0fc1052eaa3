package org.commworld.transport.tcp;

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
import org.commworld.wire.ProtocolException;

/**
 * The messages that open a connection, of fixed lengths, big-endian; C dials, S listens, K is
 * derived from the job's key and the epoch:
 *
 * <pre>
 *   C → S  hello      magic(4) version(4) jobUid(16) epoch(8) source(4) dest(4) offers(4) nonceC(32)
 *   S → C  challenge  nonceS(32) HMAC(K, "S" | hello | nonceS)(32)
 *   C → S  proof      HMAC(K, "C" | hello | nonceS)(32)
 *   S → C  verdict    one byte; after OFFER_WANTED, which only answers a hello that offers, also
 *   C → S  offer      of a shortcut, zeros for none (64) HMAC(K, "O" | hello | nonceS | offer)(32)
 *   S → C  verdict    one byte
 * </pre>
 *
 * Fresh nonces of both sides refuse a replay, the labels S and C a reflection, the hello inside
 * both MACs any other job, epoch or pair of ranks.
 */
final class Handshake {
  static final int HELLO_BYTES = 76;
  static final int CHALLENGE_BYTES = 64;
  static final int PROOF_BYTES = 32;
  static final int OFFER_BYTES = Shortcut.OFFER_BYTES + PROOF_BYTES;
  static final int VERDICT_BYTES = 1;

  /** The connection is the pipe between the two ranks. */
  static final byte ACCEPTED = 1;

  /** The listener's rank has, or will have, a connection of its own to the dialler. */
  static final byte DUPLICATE = 2;

  /** The two ranks will have a pipe: the offered shortcut, or else this connection. */
  static final byte OFFER_WANTED = 3;

  /** The shortcut is the pipe between the two ranks; this connection has done its duty. */
  static final byte OFFER_TAKEN = 4;

  private static final int MAGIC = 0x434d5744; // "CMWD"
  private static final int VERSION = 2;
  private static final int NONCE_BYTES = 32;
  private static final int JOB_UID_BYTES = 16;

  /** What a hello says. */
  record Hello(int source, int dest, boolean offers) {}

  private final WorldId world;
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  Handshake(WorldId world, byte[] jobKey) {
    this.world = world;
    byte[] label =
        ("commworld handshake v" + VERSION + " epoch " + world.epoch())
            .getBytes(StandardCharsets.UTF_8);
    this.key = new SecretKeySpec(mac(new SecretKeySpec(jobKey, "HmacSHA256"), label), "HmacSHA256");
  }

  byte[] hello(int source, int dest, boolean offers) {
    ByteBuffer hello = ByteBuffer.allocate(HELLO_BYTES);
    hello.putInt(MAGIC).putInt(VERSION).put(HexFormat.of().parseHex(world.jobUid()));
    hello.putLong(world.epoch()).putInt(source).putInt(dest);
    hello.putInt(offers ? 1 : 0).put(nonce());
    return hello.array();
  }

  /**
   * Reads a hello.
   *
   * @throws ProtocolException if it is none, or of another job or epoch
   */
  Hello readHello(byte[] bytes) throws ProtocolException {
    ByteBuffer hello = ByteBuffer.wrap(bytes);
    if (hello.getInt() != MAGIC) {
      throw new ProtocolException("not a hello");
    }
    int version = hello.getInt();
    byte[] uid = new byte[JOB_UID_BYTES];
    hello.get(uid);
    long epoch = hello.getLong();
    if (version != VERSION) {
      throw new ProtocolException("version differs: expected=" + VERSION + ", peer=" + version);
    }
    if (!HexFormat.of().formatHex(uid).equals(world.jobUid()) || epoch != world.epoch()) {
      throw new ProtocolException("hello of another world: epoch=" + epoch + ", own=" + world);
    }
    int source = hello.getInt();
    int dest = hello.getInt();
    if (source < 0 || source >= world.size() || dest < 0 || dest >= world.size()) {
      throw new ProtocolException("no such ranks: source=" + source + ", dest=" + dest);
    }
    return new Hello(source, dest, hello.getInt() == 1);
  }

  byte[] challenge(byte[] hello) {
    byte[] nonce = nonce();
    return ByteBuffer.allocate(CHALLENGE_BYTES).put(nonce).put(prove("S", hello, nonce)).array();
  }

  /** Whether {@code challenge} comes from one who knows the key. */
  boolean isGenuine(byte[] hello, byte[] challenge) {
    byte[] nonce = Arrays.copyOf(challenge, NONCE_BYTES);
    byte[] proof = Arrays.copyOfRange(challenge, NONCE_BYTES, CHALLENGE_BYTES);
    return MessageDigest.isEqual(proof, prove("S", hello, nonce));
  }

  byte[] proof(byte[] hello, byte[] challenge) {
    return prove("C", hello, Arrays.copyOf(challenge, NONCE_BYTES));
  }

  /** Whether {@code proof} answers {@code challenge}. */
  boolean isProof(byte[] hello, byte[] challenge, byte[] proof) {
    return MessageDigest.isEqual(proof, proof(hello, challenge));
  }

  /** {@code offer} with the proof that it belongs to this connection. */
  byte[] seal(byte[] hello, byte[] challenge, byte[] offer) {
    return ByteBuffer.allocate(OFFER_BYTES)
        .put(offer)
        .put(offerProof(hello, challenge, offer))
        .array();
  }

  /**
   * The offer that was sealed.
   *
   * @throws ProtocolException if the seal is broken
   */
  byte[] unseal(byte[] hello, byte[] challenge, byte[] sealed) throws ProtocolException {
    byte[] offer = Arrays.copyOf(sealed, Shortcut.OFFER_BYTES);
    byte[] proof = Arrays.copyOfRange(sealed, Shortcut.OFFER_BYTES, OFFER_BYTES);
    if (!MessageDigest.isEqual(proof, offerProof(hello, challenge, offer))) {
      throw new ProtocolException("offer is not the peer's");
    }
    return offer;
  }

  private byte[] offerProof(byte[] hello, byte[] challenge, byte[] offer) {
    byte[] nonce = Arrays.copyOf(challenge, NONCE_BYTES);
    return mac(key, "O".getBytes(StandardCharsets.UTF_8), hello, nonce, offer);
  }

  private byte[] prove(String label, byte[] hello, byte[] nonce) {
    return mac(key, label.getBytes(StandardCharsets.UTF_8), hello, nonce);
  }

  private byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return nonce;
  }

  private static byte[] mac(SecretKeySpec key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HmacSHA256", e);
    }
  }
}
