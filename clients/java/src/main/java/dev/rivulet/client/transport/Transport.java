package dev.rivulet.client.transport;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/// HTTP calls and WebSocket connections. Safe for use by many threads and many clients.
public interface Transport {
  /// Completes exceptionally with an `IOException` when there was no answer.
  CompletableFuture<HttpAnswer> exchange(HttpCall call);

  /// Begins to connect; what becomes of it the listener learns.
  Link open(URI address, LinkListener listener);
}
