package org.commworld.zookeeper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A proxy before a server that, once, lets a request pass and its answer vanish with the
 * connection: the client cannot know that its write has succeeded.
 */
final class AnswerDropper implements AutoCloseable {
  private final ServerSocket listener;
  private final int serverPort;
  private final AtomicReference<String> marker = new AtomicReference<>();
  private final CountDownLatch dropped = new CountDownLatch(1);

  AnswerDropper(String server) throws IOException {
    serverPort = Integer.parseInt(server.substring(server.lastIndexOf(':') + 1));
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String connectString() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Drops the answer to the next request that contains {@code text}. */
  void dropAnswerTo(String text) {
    marker.set(text);
  }

  boolean awaitDropped() throws InterruptedException {
    return dropped.await(20, TimeUnit.SECONDS);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        AtomicReference<Boolean> drop = new AtomicReference<>(false);
        daemon(() -> requests(client, server, drop));
        daemon(() -> answers(server, client, drop));
      } catch (IOException e) {
        // The listener is closed, or one of the two is: the client tries again.
      }
    }
  }

  private void requests(Socket client, Socket server, AtomicReference<Boolean> drop) {
    try (client;
        server) {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        String wanted = marker.get();
        if (wanted != null && text.contains(wanted) && marker.compareAndSet(wanted, null)) {
          drop.set(true);
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The connection is over, which is what this proxy is for.
    }
  }

  private void answers(Socket server, Socket client, AtomicReference<Boolean> drop) {
    try (client;
        server) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[1 << 20];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (drop.get()) {
          dropped.countDown();
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The connection is over, which is what this proxy is for.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "answer-dropper");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
