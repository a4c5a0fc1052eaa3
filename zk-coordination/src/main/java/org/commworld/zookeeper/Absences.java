package org.commworld.zookeeper;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Since when registrations are missing. One thread only.
 *
 * <p>If this JVM itself stood still, everybody's session may have expired through no fault of
 * theirs (the embedded server is in this JVM): the count starts again.
 */
final class Absences {
  private final Duration grace;
  private final Duration pause;
  private final Map<String, Long> sinceNanos = new HashMap<>();
  private long lastLookNanos;

  /**
   * Counts from now on.
   *
   * @param grace how long one may be missing
   * @param pause a longer time between two looks, while someone is missing, means that this JVM
   *     stood still
   */
  Absences(Duration grace, Duration pause) {
    this.grace = grace;
    this.pause = pause;
  }

  Duration grace() {
    return grace;
  }

  /** Those of {@code missing} that have been missing for the grace at all looks since. */
  List<String> overdue(List<String> missing, long nowNanos) {
    if (nowNanos - lastLookNanos > pause.toNanos()) {
      forget();
    }
    lastLookNanos = nowNanos;
    sinceNanos.keySet().retainAll(missing);
    missing.forEach(key -> sinceNanos.putIfAbsent(key, nowNanos));
    return missing.stream()
        .filter(key -> nowNanos - sinceNanos.getOrDefault(key, nowNanos) >= grace.toNanos())
        .toList();
  }

  /** Starts the count again: it is not known who was missing in between. */
  void forget() {
    sinceNanos.clear();
  }
}
