package org.commworld.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commworld.spi.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The data of a job's own znode, which stays when the job has ended.
 *
 * @param name the job's name for people
 * @param state how far the job is
 * @param epoch the epoch that ended last; −1 while the first is open
 * @param fence the version that the epoch znode had then. A later attempt makes a new epoch znode
 *     and starts beyond it, so that no writer of an earlier attempt ever finds its version again.
 * @param failure the first failure of a failed job
 * @param finished when it ended, ISO-8601 by the driver's clock; empty while it is open
 */
record JobRecord(
    String name, State state, long epoch, int fence, @Nullable Failure failure, String finished) {

  private static final String WHAT = "job record";

  /** How far a job is. */
  enum State {
    OPEN,
    DONE,
    FAILED,
    /** Ended by the driver before its ranks were done. */
    CLOSED
  }

  static JobRecord open(String name) {
    return new JobRecord(name, State.OPEN, -1, -1, null, "");
  }

  /** The same job while a later attempt runs. */
  JobRecord reopened() {
    return new JobRecord(name, State.OPEN, epoch, fence, null, "");
  }

  byte[] encode() {
    ObjectNode node =
        Json.object()
            .put("name", name)
            .put("state", state.name())
            .put("epoch", epoch)
            .put("fence", fence)
            .put("finished", finished);
    if (failure != null) {
      node.set("failure", Json.failure(failure));
    }
    return Json.bytes(node);
  }

  static JobRecord decode(byte[] data) {
    JsonNode node = Json.tree(WHAT, data);
    return new JobRecord(
        Json.text(WHAT, node, "name"),
        Json.constant(State.class, WHAT, node, "state"),
        Json.number(WHAT, node, "epoch", Long.MAX_VALUE),
        Json.integer(WHAT, node, "fence"),
        node.has("failure") ? Json.failure(WHAT, node.get("failure")) : null,
        Json.text(WHAT, node, "finished"));
  }
}
