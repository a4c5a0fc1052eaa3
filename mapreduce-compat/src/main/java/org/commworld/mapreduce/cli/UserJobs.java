package org.commworld.mapreduce.cli;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.ClusterMetrics;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.protocol.ClientProtocol;
import org.apache.hadoop.mapreduce.protocol.ClientProtocolProvider;
import org.jspecify.annotations.Nullable;

/**
 * All running jobs of this user on this host as one Hadoop cluster, so that Hadoop's own {@code
 * job} command lists and kills them. A call about a job goes to the process that runs it; other
 * calls go to all or to any.
 */
public final class UserJobs extends ClientProtocolProvider {
  private static final String FRAMEWORK = "commworld-running";
  private static final Method JOB_STATUS = jobStatus();

  /** A configuration whose cluster is the running jobs. */
  static Configuration configuration() {
    JobConf conf = new JobConf();
    conf.set(MRConfig.FRAMEWORK_NAME, FRAMEWORK);
    return conf;
  }

  @Override
  public @Nullable ClientProtocol create(Configuration conf) {
    return FRAMEWORK.equals(conf.get(MRConfig.FRAMEWORK_NAME)) ? client(JobSockets.ofUser()) : null;
  }

  @Override
  public @Nullable ClientProtocol create(InetSocketAddress address, Configuration conf) {
    return create(conf);
  }

  @Override
  public void close(ClientProtocol client) {}

  static ClientProtocol client(JobSockets sockets) {
    InvocationHandler calls =
        (proxy, method, arguments) ->
            call(sockets, method, arguments == null ? new Object[0] : arguments);
    return (ClientProtocol)
        Proxy.newProxyInstance(
            UserJobs.class.getClassLoader(), new Class<?>[] {ClientProtocol.class}, calls);
  }

  private static @Nullable Object call(JobSockets sockets, Method method, Object[] arguments)
      throws IOException {
    JobID job = jobOf(arguments);
    List<Object> answers = new ArrayList<>();
    for (Path socket : sockets.all()) {
      if (job != null && ask(socket, JOB_STATUS, job) == null) {
        continue;
      }
      Object answer = ask(socket, method, arguments);
      if (answer != null) {
        answers.add(answer);
      }
    }
    Class<?> type = method.getReturnType();
    if (type.isArray()) {
      return concatenate(type.getComponentType(), answers);
    }
    return answers.isEmpty() ? nobody(type) : answers.get(0);
  }

  /** The answer of one process; null also if it has ended meanwhile. */
  private static @Nullable Object ask(Path socket, Method method, Object... arguments)
      throws IOException {
    try (SocketChannel channel = JobSockets.connect(socket)) {
      return channel == null ? null : RemoteCall.send(channel, method, arguments);
    } catch (RemoteException e) {
      throw e;
    } catch (IOException e) {
      if (Files.exists(socket)) {
        throw e;
      }
      return null;
    }
  }

  private static @Nullable JobID jobOf(Object[] arguments) {
    Object first = arguments.length == 0 ? null : arguments[0];
    if (first instanceof TaskAttemptID attempt) {
      return attempt.getJobID();
    }
    return first instanceof JobID job ? job : null;
  }

  private static Object concatenate(Class<?> type, List<Object> arrays) {
    int length = arrays.stream().mapToInt(Array::getLength).sum();
    Object all = Array.newInstance(type, length);
    int next = 0;
    for (Object array : arrays) {
      System.arraycopy(array, 0, all, next, Array.getLength(array));
      next += Array.getLength(array);
    }
    return all;
  }

  /** What a cluster without any running job says. */
  private static @Nullable Object nobody(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == long.class) {
      return 0L;
    }
    return type == ClusterMetrics.class ? new ClusterMetrics() : null;
  }

  private static Method jobStatus() {
    try {
      return ClientProtocol.class.getMethod("getJobStatus", JobID.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
