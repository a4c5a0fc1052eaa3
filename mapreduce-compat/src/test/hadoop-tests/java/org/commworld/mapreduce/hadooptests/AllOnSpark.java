package org.commworld.mapreduce.hadooptests;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.MRConfig;
import org.apache.hadoop.mapreduce.protocol.ClientProtocol;
import org.apache.hadoop.mapreduce.protocol.ClientProtocolProvider;
import org.commworld.mapreduce.hadoop.client.SparkClientProtocolProvider;

/**
 * Takes jobs for Spark even where a test says {@code local} or {@code yarn}, and notes each in the
 * file that {@code hadoop.tests.jobs} names. Must be the first provider of the class path: then no
 * job can run elsewhere. {@code hadoop.tests.conf}, of the form {@code key=value}, is set in each
 * client's configuration.
 */
public final class AllOnSpark extends ClientProtocolProvider {
  private static final Path JOBS = Path.of(System.getProperty("hadoop.tests.jobs"));

  private final ClientProtocolProvider spark = new SparkClientProtocolProvider();

  @Override
  public ClientProtocol create(Configuration conf) throws IOException {
    String setting = System.getProperty("hadoop.tests.conf", "");
    if (!setting.isEmpty()) {
      int equals = setting.indexOf('=');
      conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    conf.set(MRConfig.FRAMEWORK_NAME, "spark");
    ClientProtocol client = spark.create(conf);
    return (ClientProtocol)
        Proxy.newProxyInstance(
            AllOnSpark.class.getClassLoader(),
            new Class<?>[] {ClientProtocol.class},
            (proxy, method, arguments) -> noted(client, method, arguments));
  }

  private static Object noted(ClientProtocol client, Method method, Object[] arguments)
      throws Throwable {
    if (method.getName().equals("submitJob")) {
      Files.write(
          JOBS,
          List.of(arguments[0].toString()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public ClientProtocol create(InetSocketAddress address, Configuration conf) throws IOException {
    return create(conf);
  }

  @Override
  public void close(ClientProtocol client) {}
}
