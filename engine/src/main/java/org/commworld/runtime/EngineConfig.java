package org.commworld.runtime;

import java.time.Duration;
import java.util.List;
import org.commworld.collective.select.AlgorithmTable;
import org.commworld.spi.ObjectSerializer;
import org.commworld.transport.shm.ShmSettings;

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
 * @param transports between JVMs, the first that reaches a peer counts; TCP is the last, since
 *     every pipe begins with it and falls back to it
 * @param shm settings of shared memory
 * @param algorithms of collectives between JVMs; must be the same in all of them
 * @param traceSpans how many calls of each rank are kept for a trace until they are taken; 0 to
 *     trace nothing
 * @param bindsRanks whether each rank's thread is bound to a processor of its own, where its host
 *     has one for each of its ranks: the first rank of a host to the first processor, and so on
 */
public record EngineConfig(
    Duration joinTimeout,
    Duration connectTimeout,
    Duration peerLossGrace,
    int eagerBytesInproc,
    int eagerBytesTcp,
    int unexpectedBytesPerPeer,
    Duration mismatchProbe,
    ObjectSerializer serializer,
    List<TransportKind> transports,
    ShmSettings shm,
    AlgorithmTable algorithms,
    int traceSpans,
    boolean bindsRanks) {

  /** A way between JVMs. */
  public enum TransportKind {
    /** Memory shared by JVMs of one host. */
    SHM,
    /** Sockets. */
    TCP
  }

  /** Checks the values. */
  public EngineConfig {
    transports = List.copyOf(transports);
    if (!transports.equals(List.of(TransportKind.SHM, TransportKind.TCP))
        && !transports.equals(List.of(TransportKind.TCP))) {
      throw new IllegalArgumentException(
          "transports are neither shm, tcp nor tcp: transports=" + transports);
    }
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
        256 << 10,
        1 << 20,
        Duration.ofMillis(200),
        new org.commworld.data.JavaObjectSerializer(),
        List.of(TransportKind.SHM, TransportKind.TCP),
        ShmSettings.defaults(),
        AlgorithmTable.defaults(),
        0,
        false);
  }

  private EngineConfig with(
      Duration timeout,
      ObjectSerializer objects,
      List<TransportKind> ways,
      ShmSettings memory,
      AlgorithmTable table,
      int spans,
      boolean binds) {
    return new EngineConfig(
        timeout,
        connectTimeout,
        peerLossGrace,
        eagerBytesInproc,
        eagerBytesTcp,
        unexpectedBytesPerPeer,
        mismatchProbe,
        objects,
        ways,
        memory,
        table,
        spans,
        binds);
  }

  /** The same with another time for the world to form. */
  public EngineConfig withJoinTimeout(Duration timeout) {
    return with(timeout, serializer, transports, shm, algorithms, traceSpans, bindsRanks);
  }

  /** The same with another serializer. */
  public EngineConfig withSerializer(ObjectSerializer other) {
    return with(joinTimeout, other, transports, shm, algorithms, traceSpans, bindsRanks);
  }

  /** The same with other transports between JVMs. */
  public EngineConfig withTransports(List<TransportKind> others) {
    return with(joinTimeout, serializer, others, shm, algorithms, traceSpans, bindsRanks);
  }

  /** The same with other settings of shared memory. */
  public EngineConfig withShm(ShmSettings settings) {
    return with(joinTimeout, serializer, transports, settings, algorithms, traceSpans, bindsRanks);
  }

  /** What peers compare of the table: empty for the default one. */
  String algorithmsHash() {
    return algorithms.equals(AlgorithmTable.defaults()) ? "" : algorithms.hash();
  }

  /** The same with another table of algorithms. */
  public EngineConfig withAlgorithms(AlgorithmTable table) {
    return with(joinTimeout, serializer, transports, shm, table, traceSpans, bindsRanks);
  }

  /** The same with so many calls of each rank kept for a trace. */
  public EngineConfig withTraceSpans(int spans) {
    return with(joinTimeout, serializer, transports, shm, algorithms, spans, bindsRanks);
  }

  /** The same with each rank's thread bound to a processor, or not. */
  public EngineConfig withBoundRanks(boolean binds) {
    return with(joinTimeout, serializer, transports, shm, algorithms, traceSpans, binds);
  }
}
