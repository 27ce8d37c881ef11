package dev.rivulet.contracts.topic;

/// Who writes or reads a topic; each has a principal of its own at the brokers.
public enum Service {
  EDGE_GATEWAY("edge-gateway"),
  FANOUT("fanout"),
  ROUTER("router"),
  STORAGE_SINK("storage-sink"),
  CLIENT_API("client-api"),
  RECEIPT_AGGREGATOR("receipt-aggregator"),
  MEDIA_INGEST("media-ingest"),
  OPERATORS("operators"),
  DATA_TEAMS("data-teams");

  private final String text;

  Service(String text) {
    this.text = text;
  }

  /// As in service names, group ids and principals.
  public String text() {
    return text;
  }
}
