package dev.rivulet.media.deliver;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The caches in front of this service, which are told of what is erased.
public record CachesConfig(
    @Doc("Their own addresses, as http://HOST:PORT; none where there is no cache") @Default("")
        List<String> addresses,
    @Doc("What they know a purge of ours by") @Secret Optional<String> token,
    @Doc("Longest time a cache may take to answer") @Default("2s") Duration timeout) {
  public CachesConfig {
    addresses = List.copyOf(addresses);
    Require.positive("timeout", timeout);
    for (String address : addresses) {
      if (!address.matches("http://[^/]+")) {
        throw new IllegalArgumentException("addresses are http://HOST:PORT, not " + address);
      }
    }
    if (!addresses.isEmpty() && token.isEmpty()) {
      throw new IllegalArgumentException("addresses need a token");
    }
  }

  List<URI> uris() {
    return addresses.stream().map(URI::create).toList();
  }

  @Override
  public String toString() {
    return "CachesConfig[addresses=%s]".formatted(addresses);
  }
}
