package org.commworld.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commworld.spi.Failure;

/**
 * What {@code ctl} says of an epoch.
 *
 * <pre>
 *   FORMING --driver, all ranks registered--> READY --driver--> DONE
 *   FORMING | READY --any JVM, the first wins--> ABORTING
 *   FORMING | READY --a newer epoch--> CLOSED
 * </pre>
 *
 * Each arrow is one compare-and-set that also checks the epoch; the terminal states never change.
 */
sealed interface ControlState {
  /** The JVMs of the world register. */
  record Forming() implements ControlState {}

  /**
   * The world has formed.
   *
   * @param chunks number of the roster's znodes
   * @param sha256 of the whole roster, in hexadecimal
   */
  record Ready(int chunks, String sha256) implements ControlState {}

  /** The world has failed; this is its first failure. */
  record Aborting(Failure failure) implements ControlState {}

  /** All ranks are done. */
  record Done() implements ControlState {}

  /** A newer epoch has taken the place of this one. */
  record Closed(long newerEpoch) implements ControlState {}

  /** Longest encoded state. Every JVM reads it at the same moment. */
  int MAX_BYTES = 8 * 1024;

  default boolean isTerminal() {
    return !(this instanceof Forming || this instanceof Ready);
  }

  default byte[] encode() {
    if (this instanceof Forming) {
      return Json.bytes(Json.object().put("state", "FORMING"));
    } else if (this instanceof Ready ready) {
      ObjectNode node = Json.object().put("state", "READY");
      return Json.bytes(node.put("chunks", ready.chunks).put("sha256", ready.sha256));
    } else if (this instanceof Aborting aborting) {
      return encode(aborting.failure);
    } else if (this instanceof Closed closed) {
      return Json.bytes(Json.object().put("state", "CLOSED").put("epoch", closed.newerEpoch));
    }
    return Json.bytes(Json.object().put("state", "DONE"));
  }

  /** Halves the detail until the whole fits; characters may take several bytes. */
  private static byte[] encode(Failure failure) {
    ObjectNode node = Json.object().put("state", "ABORTING");
    node.set("failure", Json.failure(failure));
    byte[] data = Json.bytes(node);
    if (data.length <= MAX_BYTES || failure.detail().isEmpty()) {
      return data;
    }
    String detail = failure.detail().substring(0, failure.detail().length() / 2);
    return encode(
        new Failure(
            failure.kind(),
            failure.rank(),
            failure.host(),
            failure.code(),
            failure.message(),
            detail));
  }

  static ControlState decode(byte[] data) {
    JsonNode node = Json.tree("ctl", data);
    String state = Json.text("ctl", node, "state");
    return switch (state) {
      case "FORMING" -> new Forming();
      case "READY" ->
          new Ready(Json.integer("ctl", node, "chunks"), Json.text("ctl", node, "sha256"));
      case "ABORTING" -> new Aborting(Json.failure("ctl", node.path("failure")));
      case "DONE" -> new Done();
      case "CLOSED" -> new Closed(Json.number("ctl", node, "epoch", Long.MAX_VALUE));
      default -> throw new IllegalArgumentException("malformed ctl: unknown state=" + state);
    };
  }
}
