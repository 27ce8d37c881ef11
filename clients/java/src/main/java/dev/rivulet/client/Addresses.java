package dev.rivulet.client;

import java.net.URI;
import java.util.List;

/// Where the servers are. With several gateways each new connection takes the next one.
public record Addresses(URI api, List<URI> gateways) {
  public Addresses {
    gateways = List.copyOf(gateways);
    if (gateways.isEmpty()) {
      throw new IllegalArgumentException("no gateway is given");
    }
  }

  public static Addresses of(String api, String... gateways) {
    return new Addresses(URI.create(api), List.of(gateways).stream().map(URI::create).toList());
  }
}
