package dev.rivulet.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiConfigTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092",
              "RIVULET_CASSANDRA_CONTACT_POINTS", "127.0.0.1:9042",
              "RIVULET_REDIS_URI", "redis://:secret-word@127.0.0.1:6379",
              "RIVULET_API_SIGNING_KEY_FILE", "keys.json"));

  private ApiConfig load() {
    return Configuration.load(ApiConfig.class, environment, null);
  }

  @Test
  void theDefaultsAreThoseOfTheDesign() {
    ApiConfig config = load();
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.accessTokenLifetime()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.refreshTokenGrace()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.password().memoryKib()).isEqualTo(19 * 1024);
    assertThat(config.password().concurrentMax()).isEqualTo(2);
    assertThat(config.historyPageMax()).isEqualTo(200);
  }

  @Test
  void keysOfPartsStandBelowTheSection() {
    environment.put("RIVULET_API_LIMITS_LOGINS_BY_HANDLE", "5");
    environment.put("RIVULET_API_PASSWORD_MEMORY_KIB", "1024");
    assertThat(load().limits().loginsByHandle()).isEqualTo(5);
    assertThat(load().password().memoryKib()).isEqualTo(1024);
  }

  @Test
  void aWrongValueIsNamed() {
    environment.put("RIVULET_API_PORT", "70000");
    environment.put("RIVULET_API_DEVICES_MAX", "0");
    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("port");
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(load().toString()).contains("api.port").doesNotContain("secret-word");
  }
}
