package org.commworld.spark.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class MasterUrlTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          local true
          local[4] true
          local[*] true
          local[4,2] true
          local-cluster[2,1,1024] false
          spark://host:7077 false
          spark://a:1,b:2 false
          yarn false
          k8s://https://host:6443 false
          """)
  void mastersAreLocalOrNot(String url, boolean isLocal) {
    assertThat(new MasterUrl(url).isLocal()).isEqualTo(isLocal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mars", "local[", "local[x]", "spark://", "spark://host", "Yarn"})
  void badMasterIsNamed(String url) {
    assertThatThrownBy(() -> new MasterUrl(url))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'" + url + "'");
  }

  @Test
  void oneMasterOfAListIsEnough() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      new MasterUrl("spark://127.0.0.1:" + unusedPort() + ",127.0.0.1:" + listening.getLocalPort())
          .requireReachable(TIMEOUT);
    }
  }

  @Test
  void masterThatDoesNotListenIsNamed() throws IOException {
    String url = "spark://127.0.0.1:" + unusedPort();

    assertThatThrownBy(() -> new MasterUrl(url).requireReachable(TIMEOUT))
        .hasMessageContaining(url)
        .hasMessageContaining("Connection refused");
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
