package dev.rivulet.client.terminal;

import dev.rivulet.client.Addresses;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the environment says about where the servers are and where the client keeps its things.
record Environment(Addresses addresses, Path clients, @Nullable String password) {
  private static final String API = "http://127.0.0.1:8080";
  private static final String GATEWAY = "ws://127.0.0.1:8081/v1/ws";

  /// `RIVULET_CLIENT_API_URL`, `RIVULET_CLIENT_GATEWAY_URL`, `RIVULET_CLIENT_MEDIA_URL` and
  /// `RIVULET_DATA` are what the local stack tells the programs it starts; the shorter names win.
  static Environment of(Map<String, String> variables) {
    var api = first(variables, "RIVULET_API_URL", "RIVULET_CLIENT_API_URL").orElse(API);
    var media = first(variables, "RIVULET_MEDIA_URL", "RIVULET_CLIENT_MEDIA_URL").orElse(api);
    var gateways = first(variables, "RIVULET_WS_URL", "RIVULET_CLIENT_GATEWAY_URL").orElse(GATEWAY);
    var clients =
        first(variables, "RIVULET_CLIENT_DIR")
            .map(Path::of)
            .or(() -> first(variables, "RIVULET_DATA").map(data -> Path.of(data, "clients")))
            .orElse(Path.of(".rivulet", "clients"));
    var addresses =
        new Addresses(
            uri(api),
            Arrays.stream(gateways.split(",", -1)).map(Environment::uri).toList(),
            uri(media));
    return new Environment(addresses, clients, first(variables, "RIVULET_PASSWORD").orElse(null));
  }

  private static Optional<String> first(Map<String, String> variables, String... names) {
    return Arrays.stream(names)
        .map(variables::get)
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }

  private static URI uri(String text) {
    try {
      return URI.create(text.strip());
    } catch (IllegalArgumentException notAnAddress) {
      throw ChatFailure.usage("not an address: " + SafeText.visible(text));
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    return "Environment[" + addresses + ", " + clients + "]";
  }
}
