package org.commworld.runtime;

import java.time.Duration;
import org.commworld.spi.ObjectSerializer;

/**
 * Settings of the engine in one JVM.
 *
 * @param joinTimeout how long a world may take to form
 * @param connectTimeout how long a connection to a peer may take, handshake and all
 * @param peerLossGrace how long to wait for a better witness before a broken connection becomes the
 *     world's failure
 * @param eagerBytesInproc messages up to this are copied at once in one JVM, longer ones when the
 *     receiver is there
 * @param eagerBytesTcp the same between JVMs
 * @param unexpectedBytesPerPeer eager bytes that a receiver holds of one sender before that sender
 *     must wait
 * @param mismatchProbe how long a rank waits inside a collective before it asks its peer which one
 *     that one is in
 * @param serializer for objects
 */
public record EngineConfig(
    Duration joinTimeout,
    Duration connectTimeout,
    Duration peerLossGrace,
    int eagerBytesInproc,
    int eagerBytesTcp,
    int unexpectedBytesPerPeer,
    Duration mismatchProbe,
    ObjectSerializer serializer) {

  /** Checks the values. */
  public EngineConfig {
    if (eagerBytesInproc < 0 || eagerBytesTcp < 0 || unexpectedBytesPerPeer < 0) {
      throw new IllegalArgumentException(
          "negative limit: eagerBytesInproc=%d, eagerBytesTcp=%d, unexpectedBytesPerPeer=%d"
              .formatted(eagerBytesInproc, eagerBytesTcp, unexpectedBytesPerPeer));
    }
  }

  /** The defaults. */
  public static EngineConfig defaults() {
    return new EngineConfig(
        Duration.ofSeconds(120),
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        4 << 10,
        64 << 10,
        1 << 20,
        Duration.ofMillis(200),
        new org.commworld.data.JavaObjectSerializer());
  }

  /** The same with another time for the world to form. */
  public EngineConfig withJoinTimeout(Duration timeout) {
    return new EngineConfig(
        timeout,
        connectTimeout,
        peerLossGrace,
        eagerBytesInproc,
        eagerBytesTcp,
        unexpectedBytesPerPeer,
        mismatchProbe,
        serializer);
  }

  /** The same with another serializer. */
  public EngineConfig withSerializer(ObjectSerializer other) {
    return new EngineConfig(
        joinTimeout,
        connectTimeout,
        peerLossGrace,
        eagerBytesInproc,
        eagerBytesTcp,
        unexpectedBytesPerPeer,
        mismatchProbe,
        other);
  }
}
