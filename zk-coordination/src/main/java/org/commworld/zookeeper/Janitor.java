package org.commworld.zookeeper;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes applications that their drivers have left behind. It marks an application whose driver it
 * finds gone, and removes one that was marked long ago; a driver that comes back takes the mark
 * away. Times are the server's: the mark's, and that of this driver's own registration.
 *
 * <p>Every write checks the version of the application's znode, so that two janitors, or a janitor
 * and a driver that comes back, cannot disagree: one of them fails, and leaves it at that.
 */
final class Janitor {
  private static final Logger LOG = LoggerFactory.getLogger(Janitor.class);

  private static final Duration KEEP = Duration.ofDays(1);

  /** Bounds the time of one run; the next driver goes on. */
  private static final int MAX_APPS = 1_000;

  private static final int BATCH = 500;
  private static final int ANY_VERSION = -1;

  private final Znodes nodes;
  private final String root;
  private final ZkPaths.App own;
  private final Duration keep;

  Janitor(Znodes nodes, String root, ZkPaths.App own, Duration keep) {
    this.nodes = nodes;
    this.root = root;
    this.own = own;
    this.keep = keep;
  }

  /** Runs once, beside everything else. */
  static void start(ZkSession session, ZkPaths.App own) {
    Janitor janitor = new Janitor(session.nodes(), session.config().root(), own, KEEP);
    Thread thread = new Thread(janitor::run, "commworld-zk-janitor");
    thread.setDaemon(true);
    thread.start();
  }

  void run() {
    try {
      Optional<Znodes.Znode> driver = nodes.find(own.driver());
      List<String> apps = nodes.children(ZkPaths.apps(root));
      for (String appId : apps.subList(0, Math.min(apps.size(), MAX_APPS))) {
        ZkPaths.App app = new ZkPaths.App(ZkPaths.apps(root) + "/" + appId);
        if (driver.isPresent() && !app.equals(own)) {
          clear(app, driver.get().stat().getCtime());
        }
      }
    } catch (Exception e) {
      LOG.debug("broke off, the next driver goes on: root={}", root, e);
    }
  }

  private void clear(ZkPaths.App app, long nowMillis) throws Exception {
    Optional<Znodes.Znode> found = nodes.find(app.path());
    if (found.isEmpty() || nodes.find(app.driver()).isPresent()) {
      return;
    }
    Znodes.Znode node = found.get();
    try {
      JsonNode data = Json.tree("application", node.data());
      if (!data.path("orphan").asBoolean()) {
        String description = data.path("description").asText();
        byte[] marked = ZkApplication.description(description, true);
        nodes.multi(nodes.set(app.path(), marked, node.version()));
      } else if (nowMillis - node.stat().getMtime() >= keep.toMillis()) {
        remove(app, node.version());
        LOG.info("removed what a driver had left behind: app={}", app.path());
      }
    } catch (KeeperException.BadVersionException
        | KeeperException.NoNodeException
        | KeeperException.NotEmptyException e) {
      LOG.debug("another janitor, or its driver, was faster: app={}", app.path(), e);
    } catch (IllegalArgumentException e) {
      LOG.debug("not written by a driver: app={}", app.path(), e);
    }
  }

  private void remove(ZkPaths.App app, int version) throws Exception {
    List<String> leavesFirst = new ArrayList<>();
    collect(app.path(), leavesFirst);
    leavesFirst.remove(leavesFirst.size() - 1);
    for (int from = 0; from < leavesFirst.size(); from += BATCH) {
      List<CuratorOp> ops = new ArrayList<>();
      ops.add(nodes.check(app.path(), version));
      for (String path : leavesFirst.subList(from, Math.min(leavesFirst.size(), from + BATCH))) {
        ops.add(nodes.delete(path, ANY_VERSION));
      }
      nodes.multi(ops);
    }
    nodes.multi(nodes.delete(app.path(), version));
  }

  private void collect(String path, List<String> leavesFirst) throws Exception {
    for (String child : nodes.children(path)) {
      collect(path + "/" + child, leavesFirst);
    }
    leavesFirst.add(path);
  }
}
