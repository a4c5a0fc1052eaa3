package org.commworld.bench.rank;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.commworld.runtime.EngineConfig;

/** What carries the messages between ranks. */
public enum Transport {
  /** Ranks are threads of one JVM. */
  INPROC,
  /** A JVM for each rank, shared memory between them. */
  SHM,
  /** A JVM for each rank, sockets over loopback between them. */
  TCP;

  /** How it is written in commands. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The transport that is written so. */
  public static Optional<Transport> find(String label) {
    return Arrays.stream(values()).filter(t -> t.label().equals(label)).findFirst();
  }

  /** What the engine is told so that it uses this one. */
  public EngineConfig engineConfig() {
    return switch (this) {
      case INPROC, SHM -> EngineConfig.defaults();
      case TCP -> EngineConfig.defaults().withTransports(List.of(EngineConfig.TransportKind.TCP));
    };
  }
}
