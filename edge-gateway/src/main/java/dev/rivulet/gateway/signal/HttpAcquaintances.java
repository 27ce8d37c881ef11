package dev.rivulet.gateway.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.id.Ids;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Asks client-api in the name of whoever watches: a gateway has no database, and who may see whom
/// is decided in one place.
public final class HttpAcquaintances implements Acquaintances, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int BYTES_MAX = 64 << 10;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI presence;

  /// @param api any address of client-api
  public HttpAcquaintances(URI api) {
    this.presence = api.resolve("/v1/presence");
  }

  @Override
  public Set<UUID> of(String token, Collection<UUID> users)
      throws IOException, InterruptedException {
    String ids = users.stream().map(UUID::toString).collect(Collectors.joining(","));
    var request =
        HttpRequest.newBuilder(URI.create(presence + "?users=" + ids))
            .header("Authorization", "Bearer " + token)
            .timeout(TIMEOUT)
            .GET()
            .build();
    var handler = BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), BYTES_MAX);
    var exchange = client.sendAsync(request, handler);
    try {
      var response = exchange.get(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return parse(response.body());
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    } catch (TimeoutException trickles) {
      throw new IOException("no whole answer in time", trickles);
    } finally {
      exchange.cancel(true);
    }
  }

  private static Set<UUID> parse(String body) throws JsonProcessingException {
    Set<UUID> users = new HashSet<>();
    for (JsonNode one : FrameCodec.json().readTree(body).path("users")) {
      Ids.parse(one.path("user").asText()).ifPresent(users::add);
    }
    return users;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
