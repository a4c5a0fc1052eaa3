package org.commworld.zookeeper;

import java.util.regex.Pattern;

/**
 * Where everything is stored, below one root ({@link ZkConfig#root()}). E marks ephemeral znodes.
 *
 * <pre>
 *   apps/&lt;appId&gt;                     application: description; a mark when its driver was found gone
 *       driver                    E  the driver: uid, description, protocol version
 *       jobs/&lt;jobUid&gt;               {@link JobRecord}; all that is left when the job has ended
 *           spec                     size, name, join time-out: for people
 *           epoch                    the fence: 8 bytes; writers check its znode version
 *           e/&lt;epoch&gt;/
 *               ctl                  {@link ControlState}; the only znode that all members watch
 *               m/&lt;key&gt;          E   one per JVM: its card ({@link RosterCodec})
 *               m/&lt;key&gt;+left         takes its place when the JVM has left in good order
 *               roster-0, roster-1…  the roster in chunks, written once before ctl turns READY
 *           ckpt/&lt;name&gt;              reserved: checkpoint pointers
 *           cid                      reserved: context ids that span worlds
 *   names/&lt;base64url(service)&gt;    E  reserved: published names
 *   users/&lt;ns&gt;/locks|counters|kv     reserved: synchronisation by users
 * </pre>
 *
 * One JVM has one session, one ephemeral and one watch, however many ranks it hosts; a world has
 * one znode per JVM, one per roster chunk and seven more.
 */
final class ZkPaths {
  /** What may be the name of a znode of ours; '+' stays free for {@link Epoch#left}. */
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,200}");

  private static final String LEFT = "+left";

  private ZkPaths() {}

  static String apps(String root) {
    return root + "/apps";
  }

  static App app(String root, String appId) {
    return new App(apps(root) + "/" + name("appId", appId));
  }

  private static String name(String what, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException("not a valid znode name: " + what + "=" + value);
    }
    return value;
  }

  /** One application. */
  record App(String path) {
    String driver() {
      return path + "/driver";
    }

    String jobs() {
      return path + "/jobs";
    }

    Job job(String jobUid) {
      return new Job(jobs() + "/" + name("jobUid", jobUid));
    }
  }

  /** One job of an application. */
  record Job(String path) {
    String spec() {
      return path + "/spec";
    }

    String epoch() {
      return path + "/epoch";
    }

    String epochs() {
      return path + "/e";
    }

    Epoch at(long epoch) {
      return new Epoch(epochs() + "/" + epoch);
    }
  }

  /** One epoch of a job. */
  record Epoch(String path) {
    String ctl() {
      return path + "/ctl";
    }

    String members() {
      return path + "/m";
    }

    String member(String key) {
      return members() + "/" + name("key", key);
    }

    String left(String key) {
      return member(key) + LEFT;
    }

    String roster(int chunk) {
      return path + "/roster-" + chunk;
    }

    static boolean isLeft(String child) {
      return child.endsWith(LEFT);
    }

    static String keyOfLeft(String child) {
      return child.substring(0, child.length() - LEFT.length());
    }
  }
}
