package org.commworld.spark;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of an application's jobs. With spark.authenticate both ends derive them from Spark's
 * secret and nothing travels; without, 32 random bytes travel in the task's closure, which who can
 * read Spark's own messages can read: the trust that Spark has then. Never in local properties
 * (Spark writes those to its event log), znodes, exceptions or names.
 */
final class JobKeys {
  private static final SecureRandom RANDOM = new SecureRandom();

  private JobKeys() {}

  /** What is to travel: null if the executors can derive it. */
  static byte @Nullable [] travelling() {
    if (sparkSecret() != null) {
      return null;
    }
    return random();
  }

  /** A new key. */
  static byte[] random() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    return key;
  }

  /** The application's key, of what has travelled. */
  static byte[] applicationKey(byte @Nullable [] travelled, String appId) {
    if (travelled != null) {
      return travelled.clone();
    }
    String secret = sparkSecret();
    if (secret == null) {
      throw new IllegalStateException(
          "driver has spark.authenticate=true and this executor has no secret: appId=" + appId);
    }
    return hmac(secret.getBytes(StandardCharsets.UTF_8), "commworld v1|" + appId);
  }

  /** The key by which the JVMs of one job know each other. */
  static byte[] jobKey(byte[] applicationKey, String jobUid) {
    return hmac(applicationKey, "job|" + jobUid);
  }

  /** The application's identity at its own ZooKeeper server. */
  static String zookeeperDigest(byte[] applicationKey) {
    return "app:" + HexFormat.of().formatHex(hmac(applicationKey, "zookeeper"));
  }

  /** 128 random bits in hexadecimal. */
  static String newJobUid() {
    byte[] uid = new byte[16];
    RANDOM.nextBytes(uid);
    return HexFormat.of().formatHex(uid);
  }

  /** Whether nothing travels. */
  static boolean areDerived() {
    return sparkSecret() != null;
  }

  private static @Nullable String sparkSecret() {
    return SparkEnv.get().securityManager().isAuthenticationEnabled()
        ? SparkEnv.get().securityManager().getSecretKey()
        : null;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
