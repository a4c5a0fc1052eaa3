package org.commworld.mapreduce.cli;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.protocol.ClientProtocol;
import org.apache.hadoop.mapreduce.protocol.ClientProtocolProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets {@code hadoop job} in other processes of the same user see and kill the jobs of this JVM.
 * Each request is a connection to the socket in {@link JobSockets}.
 */
final class JobServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobServer.class);

  private final JobSockets.Listening socket;
  private final Supplier<ClientProtocol> jobs;

  private JobServer(JobSockets.Listening socket, Supplier<ClientProtocol> jobs) {
    this.socket = socket;
    this.jobs = jobs;
  }

  /** Serves until the JVM ends. A job that cannot be listed runs all the same. */
  static void start() {
    try {
      JobServer server = start(JobSockets.ofUser(), JobServer::framework);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "closes the job server"));
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("hadoop job cannot list the jobs of this process: {}", e.getMessage());
    }
  }

  static JobServer start(JobSockets sockets, Supplier<ClientProtocol> jobs) throws IOException {
    JobServer server = new JobServer(sockets.listen(), jobs);
    daemon("listens for hadoop job", server::serve).start();
    return server;
  }

  private void serve() {
    while (socket.channel().isOpen()) {
      try {
        SocketChannel caller = socket.channel().accept();
        daemon("answers a hadoop job", () -> answer(caller)).start();
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.debug("a hadoop job could not connect", e);
      }
    }
  }

  private void answer(SocketChannel caller) {
    try (caller) {
      RemoteCall.serve(caller, jobs.get());
    } catch (IOException | RuntimeException e) {
      LOG.debug("a request of hadoop job failed", e);
    }
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The client of the framework that runs the jobs of this JVM. */
  private static ClientProtocol framework() {
    JobConf conf = new JobConf();
    for (ClientProtocolProvider provider : ServiceLoader.load(ClientProtocolProvider.class)) {
      try {
        ClientProtocol client = provider.create(conf);
        if (client != null) {
          return client;
        }
      } catch (IOException e) {
        LOG.debug("no jobs from {}", provider, e);
      }
    }
    throw new IllegalStateException("no framework for this configuration");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing the job server", e);
    }
  }
}
