package dev.rivulet.client.api;

import java.util.concurrent.CompletableFuture;

/// Where a request gets its access token from.
public interface AccessTokens {
  /// One that is valid for a while yet.
  CompletableFuture<String> current();

  /// Another one, since `refused` was answered with 401.
  CompletableFuture<String> insteadOf(String refused);
}
