package org.commworld.zookeeper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Tells why servers cannot be reached, which ZooKeeper's client only logs. */
final class ServerProbe {
  private static final int DEFAULT_PORT = 2181;
  private static final int TIMEOUT_MILLIS = 500;
  private static final int MAX_SERVERS = 5;

  private ServerProbe() {}

  /** One remark a server, such as {@code h1:2181: Connection refused}. */
  static String describe(String connect) {
    List<String> remarks = new ArrayList<>();
    for (String server : connect.split(",", -1)) {
      if (remarks.size() == MAX_SERVERS) {
        remarks.add("…");
        break;
      }
      remarks.add(server + ": " + probe(server));
    }
    return String.join("; ", remarks);
  }

  private static String probe(String server) {
    int colon = server.lastIndexOf(':');
    boolean hasPort = colon > server.lastIndexOf(']') && colon > 0;
    String host = hasPort ? server.substring(0, colon) : server;
    int port = hasPort ? Integer.parseInt(server.substring(colon + 1)) : DEFAULT_PORT;
    try (Socket socket = new Socket()) {
      InetSocketAddress address = new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
      if (address.isUnresolved()) {
        throw new UnknownHostException("unknown host");
      }
      socket.connect(address, TIMEOUT_MILLIS);
      return "accepts connections but gave no session";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
