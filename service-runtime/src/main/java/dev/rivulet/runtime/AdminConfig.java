package dev.rivulet.runtime;

/// Where a process answers for itself: health and metrics. Never routed to the outside.
@Section("admin")
public record AdminConfig(
    @Doc("Address to listen on") @Default("127.0.0.1") String host,
    @Doc("Port to listen on; 0 takes a free one") @Default("0") int port) {
  public AdminConfig {
    Require.port("port", port);
  }
}
