package dev.rivulet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
  @Test
  void producerNeverLingersAndAnswersWithinASecond() {
    var properties = EdgeGateway.producerProperties(load(Map.of()));

    assertThat(properties)
        .containsEntry(ProducerConfig.LINGER_MS_CONFIG, "0")
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true")
        .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1")
        .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "900")
        .containsEntry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "900")
        .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "0");
    new KafkaProducer<byte[], byte[]>(properties).close();
  }

  @Test
  void wrongValuesAreNamed() {
    assertThatThrownBy(() -> load(Map.of("RIVULET_GATEWAY_JWKS_URL", "file:///etc/passwd")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("jwks-url");
    assertThatThrownBy(() -> load(Map.of("RIVULET_GATEWAY_CONNECTION_IDLE_TIMEOUT", "30s")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("idle-timeout");
    assertThatThrownBy(() -> load(Map.of("RIVULET_GATEWAY_CONNECTION_CONNECTIONS_MAX", "0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("connections-max");
  }

  @Test
  void mediaKeysAreOptionalAndNeverPrinted() {
    assertThat(load(Map.of()).mediaKeys().tickets()).isEmpty();
    var secret = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    var config = load(Map.of("RIVULET_MEDIA_KEYS_TICKETS", secret));

    assertThat(config.mediaKeys().tickets()).contains(secret);
    assertThat(config + " " + config.mediaKeys()).doesNotContain("MDEyMz");
  }

  private static GatewayConfig load(Map<String, String> changed) {
    var environment = new HashMap<String, String>();
    environment.put("RIVULET_GATEWAY_JWKS_URL", "http://127.0.0.1:1/keys");
    environment.put("RIVULET_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    environment.put("RIVULET_REDIS_URI", "redis://127.0.0.1:1");
    environment.putAll(changed);
    return Configuration.load(GatewayConfig.class, environment, null);
  }
}
