package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.client.Addresses;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  @Test
  void severalGatewaysAreSeparatedByCommas() {
    var environment =
        Environment.of(
            Map.of(
                "RIVULET_API_URL", "http://a:1",
                "RIVULET_WS_URL", "ws://b:2/v1/ws, ws://c:3/v1/ws",
                "RIVULET_CLIENT_DIR", "/somewhere"));

    assertThat(environment.addresses())
        .isEqualTo(Addresses.of("http://a:1", "ws://b:2/v1/ws", "ws://c:3/v1/ws"));
    assertThat(environment.clients()).isEqualTo(Path.of("/somewhere"));
    assertThat(environment.password()).isNull();
  }

  @Test
  void localStackTellsWhereItIs() {
    var environment =
        Environment.of(
            Map.of(
                "RIVULET_CLIENT_API_URL", "http://a:1",
                "RIVULET_CLIENT_GATEWAY_URL", "ws://b:2/v1/ws",
                "RIVULET_CLIENT_MEDIA_URL", "http://m:3",
                "RIVULET_DATA", "/data"));

    assertThat(environment.addresses())
        .isEqualTo(
            Addresses.of("http://a:1", "ws://b:2/v1/ws").withMedia(URI.create("http://m:3")));
    assertThat(environment.clients()).isEqualTo(Path.of("/data/clients"));
  }

  @Test
  void keepsThePasswordToItself() {
    assertThat(Environment.of(Map.of("RIVULET_PASSWORD", "tell nobody")).toString())
        .doesNotContain("tell nobody");
  }

  @Test
  void namesAnAddressThatIsNone() {
    assertThatThrownBy(() -> Environment.of(Map.of("RIVULET_API_URL", "http://a b")))
        .hasMessageContaining("http://a b");
  }
}
