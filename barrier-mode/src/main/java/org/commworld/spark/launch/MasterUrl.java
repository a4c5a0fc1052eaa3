package org.commworld.spark.launch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Pattern;

/** Where Spark runs: a master URL, checked before Spark starts. */
record MasterUrl(String url) {
  private static final Pattern LOCAL = Pattern.compile("local(\\[([0-9]+|\\*)(,[0-9]+)?\\])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[ *[0-9]+ *, *[0-9]+ *, *[0-9]+ *\\]");
  private static final Pattern STANDALONE =
      Pattern.compile("spark://[^:,/]+:[0-9]+(,[^:,/]+:[0-9]+)*");
  private static final Pattern KUBERNETES = Pattern.compile("k8s://.+");

  MasterUrl {
    if (!LOCAL.matcher(url).matches()
        && !LOCAL_CLUSTER.matcher(url).matches()
        && !STANDALONE.matcher(url).matches()
        && !KUBERNETES.matcher(url).matches()
        && !url.equals("yarn")) {
      throw new UsageException(
          "bad master URL: '%s' (expected local, local[N], spark://HOST:PORT, yarn or k8s://…)"
              .formatted(url));
    }
  }

  static MasterUrl local(int ranks) {
    return new MasterUrl("local[" + ranks + "]");
  }

  /** Whether the executor is this JVM. */
  boolean isLocal() {
    return LOCAL.matcher(url).matches();
  }

  /**
   * Says at once that a standalone master does not answer; Spark would try for a minute first.
   *
   * @throws IllegalStateException if no master of the list accepts a connection in time
   */
  void requireReachable(Duration timeout) {
    if (!STANDALONE.matcher(url).matches()) {
      return;
    }
    String reason = "";
    for (String master : url.substring("spark://".length()).split(",", -1)) {
      int colon = master.lastIndexOf(':');
      String host = master.substring(0, colon);
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(master.substring(colon + 1));
        socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
        return;
      } catch (IOException | IllegalArgumentException e) {
        reason =
            e instanceof java.net.UnknownHostException || e.getMessage() == null
                ? "unknown host " + host
                : e.getMessage();
      }
    }
    throw new IllegalStateException("no master answers at %s: %s".formatted(url, reason));
  }
}
