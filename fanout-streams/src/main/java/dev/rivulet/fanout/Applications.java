package dev.rivulet.fanout;

/// Names that are state: groups, changelogs and folders are called by them.
public final class Applications {
  /// With the topic prefix, the group and application id of the decider.
  public static final String FANOUT = "fanout";

  /// With the topic prefix, the group and application id of the router.
  public static final String ROUTER = "router";

  /// Consumer groups of storage-sink, seeded together with the decider's.
  public static final String SINK_EVENTS = "storage-sink-events";

  public static final String SINK_INBOX = "storage-sink-inbox";

  public static final String SINK_RECEIPT_STATUS = "storage-sink-receipt-status";

  private Applications() {}
}
