package org.commworld.spark.control;

import java.util.List;
import org.commworld.spi.Failure;

/** What travels on an authenticated link. {@link ControlCodec} has the layouts. */
// Byte arrays are handed over, never compared: a copy or a wrapper would only cost.
@SuppressWarnings("ArrayRecordComponent")
sealed interface ControlMessage {
  /** First message of an executor JVM. */
  record Hello(String processKey, List<Integer> ranks) implements ControlMessage {}

  /** A rank wrote. Takes credit of its length. */
  record Output(int rank, boolean err, byte[] bytes) implements ControlMessage {}

  /** A rank threw: the serialized throwable, empty if it cannot be, and its stack trace as text. */
  record RankThrew(int rank, byte[] throwable, String text) implements ControlMessage {}

  /** The world has failed. Goes both ways. */
  record Failed(Failure failure) implements ControlMessage {}

  /** The driver has handled messages of so much credit, which is free again. */
  record Processed(int credit) implements ControlMessage {}

  /** Rank 0 wants up to so much of its standard input. */
  record InputRequest(int maxBytes) implements ControlMessage {}

  /** The answer to a request; empty at the end of the input. */
  record Input(byte[] bytes) implements ControlMessage {}

  /** Proof of life; both ways, when it is time. */
  record Heartbeat() implements ControlMessage {}

  /** What a rank has done so far; the bytes are the library's. Takes credit of their length. */
  record Statistics(byte[] bytes) implements ControlMessage {}

  /** Calls of a rank for a trace; the bytes are the library's. Takes credit of their length. */
  record Calls(int rank, byte[] bytes) implements ControlMessage {}

  /** An executor asks what the driver's clock says; bears what its own says. */
  record ClockQuestion(long askedNanos) implements ControlMessage {}

  /** The answer, with the question's time. */
  record ClockAnswer(long askedNanos, long driverNanos) implements ControlMessage {}

  /** All ranks of the JVM are done; the end of the connection that follows is no failure. */
  record Done() implements ControlMessage {}

  /** What it takes of the window that bounds what the driver holds unhandled of one JVM. */
  default int credit() {
    if (this instanceof Output output) {
      return output.bytes().length;
    }
    if (this instanceof RankThrew threw) {
      return threw.throwable().length + threw.text().length();
    }
    if (this instanceof Statistics statistics) {
      return statistics.bytes().length;
    }
    if (this instanceof Calls calls) {
      return calls.bytes().length;
    }
    return this instanceof Failed ? 1 : 0;
  }
}
