package dev.rivulet.client;

import java.net.URI;
import java.util.List;

/// Where the servers are. With several gateways each new connection takes the next one. `media` is
/// that of media-ingest; behind one balancer it is the same as `api`.
public record Addresses(URI api, List<URI> gateways, URI media) {
  public Addresses {
    gateways = List.copyOf(gateways);
    if (gateways.isEmpty()) {
      throw new IllegalArgumentException("no gateway is given");
    }
  }

  public Addresses(URI api, List<URI> gateways) {
    this(api, gateways, api);
  }

  public Addresses withMedia(URI other) {
    return new Addresses(api, gateways, other);
  }

  public static Addresses of(String api, String... gateways) {
    return new Addresses(URI.create(api), List.of(gateways).stream().map(URI::create).toList());
  }
}
