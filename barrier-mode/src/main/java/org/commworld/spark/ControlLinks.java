package org.commworld.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.commworld.runtime.Engine;
import org.commworld.spark.control.ControlClient;
import org.commworld.spark.control.ControlLink;
import org.commworld.spark.control.LocalControl;
import org.commworld.spi.Failure;
import org.commworld.spi.WorldId;

/** Chooses an executor's way to its driver. */
final class ControlLinks {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private ControlLinks() {}

  static ControlLink connect(
      JobSpec spec, WorldId world, Engine.Self self, Consumer<Failure> onFailure)
      throws IOException, InterruptedException {
    String host = spec.controlHost();
    if (host == null) {
      return LocalControl.connect(world, self.key(), self.ranks(), onFailure);
    }
    ControlClient.Target target =
        new ControlClient.Target(host, spec.controlPort(), world, spec.jobKey());
    return ControlClient.connect(target, self.key(), self.ranks(), onFailure, CONNECT_TIMEOUT);
  }
}
