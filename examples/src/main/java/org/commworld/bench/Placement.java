package org.commworld.bench;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the ranks' JVMs run: on this machine over loopback, or as the options say. */
final class Placement {
  @Option(
      names = "--hosts",
      paramLabel = "ADDRESS",
      split = ",",
      description = {
        "Address of each rank, this machine's own first; ranks go round. Default: loopback"
      })
  List<String> hosts = new ArrayList<>();

  @Option(
      names = "--launch",
      paramLabel = "COMMAND",
      split = " ",
      description =
          "Starts a rank's JVM elsewhere: words with {rank} and {host}, the JVM's command follows. "
              + "Must keep the environment. Example: --launch \"ip netns exec host{rank}\"")
  List<String> launch = new ArrayList<>();

  Placement() {}

  /** Whether no option says where. */
  boolean isHere() {
    return hosts.isEmpty() && launch.isEmpty();
  }

  /** Where the JVM of {@code rank} is reached. */
  String host(int rank) {
    return hosts.isEmpty()
        ? InetAddress.getLoopbackAddress().getHostAddress()
        : hosts.get(rank % hosts.size());
  }

  /** Where the measuring process is reached. */
  InetAddress own() {
    try {
      return InetAddress.getByName(host(0));
    } catch (UnknownHostException e) {
      throw new BenchException("no such host: host=" + host(0), e);
    }
  }

  /** What starts {@code command} where {@code rank} is to run. */
  List<String> launched(int rank, List<String> command) {
    List<String> words = new ArrayList<>();
    for (String word : launch) {
      words.add(word.replace("{rank}", String.valueOf(rank)).replace("{host}", host(rank)));
    }
    words.addAll(command);
    return words;
  }
}
