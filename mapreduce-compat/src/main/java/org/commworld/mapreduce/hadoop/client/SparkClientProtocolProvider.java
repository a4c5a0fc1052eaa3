package org.commworld.mapreduce.hadoop.client;

import java.net.InetSocketAddress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.protocol.ClientProtocol;
import org.apache.hadoop.mapreduce.protocol.ClientProtocolProvider;
import org.commworld.mapreduce.hadoop.MapReduceSettings;
import org.jspecify.annotations.Nullable;

/**
 * What Hadoop's {@code Cluster} finds through ServiceLoader for {@code
 * mapreduce.framework.name=spark}. Must be on the JVM's class path, not only in a job's jar: Hadoop
 * looks for providers once.
 */
public final class SparkClientProtocolProvider extends ClientProtocolProvider {
  @Override
  public @Nullable ClientProtocol create(Configuration conf) {
    if (!MapReduceSettings.isChosen(conf)) {
      return null;
    }
    // The job's own configuration: a client that asks once a second makes every job a second long.
    int millis = conf.getInt(MapReduceSettings.POLL_INTERVAL_MILLIS, 20);
    for (String key :
        new String[] {Job.COMPLETION_POLL_INTERVAL_KEY, Job.PROGRESS_MONITOR_POLL_INTERVAL_KEY}) {
      if (MapReduceSettings.isUnset(conf, key)) {
        conf.setInt(key, millis);
      }
    }
    return new SparkJobClient(conf);
  }

  /** The address is of a daemon that Spark does not have; as on YARN it is ignored. */
  @Override
  public @Nullable ClientProtocol create(InetSocketAddress address, Configuration conf) {
    return create(conf);
  }

  /** Does nothing: jobs go on when the client that submitted them is closed. */
  @Override
  public void close(ClientProtocol client) {}
}
