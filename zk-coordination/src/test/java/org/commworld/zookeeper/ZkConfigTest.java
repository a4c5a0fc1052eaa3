package org.commworld.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ZkConfigTest {
  @Test
  void defaultsAreThoseOfTheDocumentation() {
    ZkConfig config = ZkConfig.of("h1:2181,h2:2181");

    assertThat(config.connect()).isEqualTo("h1:2181,h2:2181");
    assertThat(config.root()).isEqualTo("/commworld/v1");
    assertThat(config.sessionTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.digest()).isNull();
  }

  @Test
  void aChrootBecomesTheFrontOfTheRoot() {
    ZkConfig config = ZkConfig.of("h1:2181,h2:2181/team/a");

    assertThat(config.connect()).isEqualTo("h1:2181,h2:2181");
    assertThat(config.root()).isEqualTo("/team/a/commworld/v1");
    assertThat(config.withConnectTimeout(Duration.ofSeconds(1)).root()).isEqualTo(config.root());
    assertThat(ZkConfig.of("h1:2181/").root()).isEqualTo("/commworld/v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h1", "h1:2181", "10.0.0.1:1", "[::1]:2181", "[fe80::1%eth0]:65535"})
  void serversAreAccepted(String connect) {
    assertThat(ZkConfig.of(connect).connect()).isEqualTo(connect);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "h1:",
        "h1:0",
        "h1:65536",
        "h1:port",
        "h1:2181,",
        "h 1:2181",
        ":2181",
        "::1:2181",
        "http://h1:2181",
        "h1:2181/a//b",
        "h1:2181/a/"
      })
  void aMalformedConnectStringIsRefusedAndNamed(String connect) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ZkConfig.of(connect))
        .withMessageMatching("(?s).*(connect=|root=).*");
  }

  @Test
  void textNeverShowsTheDigest() {
    ZkConfig config = ZkConfig.of("h1:2181").withDigest("app:secret");

    assertThat(config.toString()).contains("h1:2181").doesNotContain("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withDigest("secret"))
        .withMessageNotContaining("secret");
  }

  @Test
  void timeoutsMustBePositive() {
    ZkConfig config = ZkConfig.of("h1:2181");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> config.withSessionTimeout(Duration.ZERO))
        .withMessageContaining("sessionTimeout=PT0S");
  }
}
