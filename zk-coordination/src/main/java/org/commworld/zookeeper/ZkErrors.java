package org.commworld.zookeeper;

import org.commworld.mpi.ErrorClass;
import org.commworld.mpi.MpiException;

/** What Curator throws, as the errors of our callers. */
final class ZkErrors {
  private ZkErrors() {}

  /** An error of class WORLD (INTERRUPTED, if that is why); ours pass as they are. */
  static MpiException world(String doing, ZkConfig config, Exception e) {
    if (e instanceof MpiException ours) {
      return ours;
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new MpiException(ErrorClass.INTERRUPTED, "interrupted: doing=" + doing, e);
    }
    return new MpiException(
        ErrorClass.WORLD,
        "cannot %s: connect=%s, root=%s, cause=%s"
            .formatted(doing, config.connect(), config.root(), e.getMessage()),
        e);
  }
}
