package org.commworld.stats;

import org.jspecify.annotations.Nullable;

/**
 * One call, for a trace.
 *
 * @param lane which of the rank's threads made it, 0 the first
 * @param startNanos by {@link System#nanoTime} of the rank's JVM
 * @param bytes as in {@link RankStatistics.Calls}
 * @param comm the communicator's name, empty if the call has none
 * @param peer the other rank, or the root, in the world; −1 if there is none
 * @param tag −1 if there is none
 * @param sent the message that it sent, if any
 * @param received the message whose receive it completed, if any
 */
public record Span(
    CallKind kind,
    int lane,
    long startNanos,
    long endNanos,
    long bytes,
    String comm,
    int peer,
    int tag,
    @Nullable MessageId sent,
    @Nullable MessageId received) {

  /**
   * A message of point to point, by the same on both sides.
   *
   * @param context of the communicator
   * @param peer the other side, in the world
   * @param number how many messages went this way in the context before
   */
  public record MessageId(int context, int peer, long number) {}
}
