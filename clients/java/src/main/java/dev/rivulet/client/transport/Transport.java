package dev.rivulet.client.transport;

import dev.rivulet.contracts.frame.SubProtocol;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/// HTTP calls and WebSocket connections. Safe for use by many threads and many clients.
public interface Transport {
  /// Completes exceptionally with an `IOException` when there was no answer.
  CompletableFuture<HttpAnswer> exchange(HttpCall call);

  /// Begins to connect; what becomes of it the listener learns.
  Link open(URI address, LinkListener listener);

  /// The same in a sub-protocol; not every transport speaks all of them.
  default Link open(URI address, SubProtocol subProtocol, LinkListener listener) {
    if (subProtocol.binary()) {
      throw new UnsupportedOperationException(subProtocol.id());
    }
    return open(address, listener);
  }
}
