package dev.rivulet.stack;

/// The environment variables that tell clients where Rivulet is.
final class StackEnvironment {
  /// Where client-api answers.
  static final String API_URL = "RIVULET_CLIENT_API_URL";

  /// Where the gateways take sockets, separated by commas.
  static final String GATEWAY_URL = "RIVULET_CLIENT_GATEWAY_URL";

  /// Where media-ingest answers.
  static final String MEDIA_URL = "RIVULET_CLIENT_MEDIA_URL";

  private StackEnvironment() {}
}
