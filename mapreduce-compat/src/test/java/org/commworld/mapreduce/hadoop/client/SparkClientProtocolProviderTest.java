package org.commworld.mapreduce.hadoop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.protocol.ClientProtocolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SparkClientProtocolProviderTest {
  private final SparkClientProtocolProvider provider = new SparkClientProtocolProvider();

  @Test
  void hadoopFindsIt() {
    assertThat(ServiceLoader.load(ClientProtocolProvider.class))
        .hasAtLeastOneElementOfType(SparkClientProtocolProvider.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "yarn", "", "sparkle"})
  void otherFrameworksAreNotItsOwn(String framework) {
    Configuration conf = new Configuration();
    conf.set("mapreduce.framework.name", framework);

    assertThat(provider.create(conf)).isNull();
    assertThat(provider.create(new InetSocketAddress(0), conf)).isNull();
  }

  @Test
  void jobIdsAreDigits() {
    Configuration conf = new Configuration();
    conf.set("mapreduce.framework.name", "spark");
    SparkJobClient client = (SparkJobClient) provider.create(conf);

    assertThat(client).isNotNull();
    assertThat(client.getNewJobID().toString()).matches("job_\\d+_\\d{4}");
    assertThat(client.getQueueAdmins("default").isAllAllowed()).isTrue();
  }
}
