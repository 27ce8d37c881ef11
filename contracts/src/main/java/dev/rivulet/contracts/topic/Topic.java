package dev.rivulet.contracts.topic;

import static dev.rivulet.contracts.topic.Service.CLIENT_API;
import static dev.rivulet.contracts.topic.Service.DATA_TEAMS;
import static dev.rivulet.contracts.topic.Service.EDGE_GATEWAY;
import static dev.rivulet.contracts.topic.Service.FANOUT;
import static dev.rivulet.contracts.topic.Service.MEDIA_INGEST;
import static dev.rivulet.contracts.topic.Service.OPERATORS;
import static dev.rivulet.contracts.topic.Service.RECEIPT_AGGREGATOR;
import static dev.rivulet.contracts.topic.Service.ROUTER;
import static dev.rivulet.contracts.topic.Service.STORAGE_SINK;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.rivulet.contracts.log.AdminAction;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.DeliveryLatency;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.MediaRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.log.Typing;
import dev.rivulet.contracts.log.UserRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The topic catalogue. Every topic is created from it (never automatically), each producer and
/// consumer is checked against it, and docs/topics.md describes each row.
// The lists are List.of, which the check does not see.
@SuppressWarnings("ImmutableEnumChecker")
public enum Topic {
  COMMANDS(
      "commands",
      Keyed.CONVERSATION,
      Command.parser(),
      Retention.FOR_EVER,
      List.of(EDGE_GATEWAY, CLIENT_API, OPERATORS),
      List.of(FANOUT, OPERATORS)),
  EVENTS(
      "events",
      Keyed.CONVERSATION,
      Event.parser(),
      Retention.FOR_EVER,
      List.of(FANOUT),
      List.of(STORAGE_SINK, RECEIPT_AGGREGATOR, OPERATORS, DATA_TEAMS)),
  INBOX(
      "inbox",
      Keyed.USER,
      InboxRecord.parser(),
      Retention.of(Duration.ofDays(7)),
      List.of(FANOUT),
      List.of(ROUTER, STORAGE_SINK)),
  BIG_MEMBERS(
      "big-members",
      Keyed.USER,
      BigMember.parser(),
      Retention.COMPACTED,
      List.of(FANOUT),
      List.of(ROUTER)),
  NOTICES(
      "notices",
      Keyed.USER,
      Notice.parser(),
      Retention.of(Duration.ofHours(1)),
      List.of(FANOUT, STORAGE_SINK, RECEIPT_AGGREGATOR),
      List.of(ROUTER)),
  SESSIONS(
      "sessions",
      Keyed.USER,
      SessionRecord.parser(),
      Retention.COMPACTED,
      List.of(EDGE_GATEWAY),
      List.of(ROUTER)),
  DELIVERIES(
      "deliveries",
      Keyed.SLOT,
      Delivery.parser(),
      Retention.of(Duration.ofMinutes(10)),
      List.of(ROUTER, EDGE_GATEWAY),
      List.of(EDGE_GATEWAY)),
  RECEIPTS(
      "receipts",
      Keyed.CONVERSATION,
      Receipt.parser(),
      Retention.of(Duration.ofDays(7)),
      List.of(EDGE_GATEWAY),
      List.of(RECEIPT_AGGREGATOR)),
  RECEIPT_STATUS(
      "receipt-status",
      Keyed.CONVERSATION,
      ReceiptStatus.parser(),
      Retention.COMPACTED,
      List.of(RECEIPT_AGGREGATOR),
      List.of(RECEIPT_AGGREGATOR, STORAGE_SINK, DATA_TEAMS)),
  DELIVERY_LATENCY(
      "delivery-latency",
      Keyed.ANY,
      DeliveryLatency.parser(),
      Retention.of(Duration.ofDays(7)),
      List.of(RECEIPT_AGGREGATOR),
      List.of(OPERATORS, DATA_TEAMS)),
  TYPING(
      "typing",
      Keyed.CONVERSATION,
      Typing.parser(),
      Retention.of(Duration.ofMinutes(1)),
      List.of(EDGE_GATEWAY),
      List.of(FANOUT)),
  PRIVACY(
      "privacy",
      Keyed.USER,
      PrivacyRecord.parser(),
      Retention.COMPACTED,
      List.of(CLIENT_API),
      List.of(EDGE_GATEWAY, CLIENT_API)),
  REVOCATIONS(
      "revocations",
      Keyed.USER,
      Revocation.parser(),
      Retention.COMPACTED,
      List.of(CLIENT_API),
      List.of(EDGE_GATEWAY, CLIENT_API, MEDIA_INGEST)),
  USERS(
      "users",
      Keyed.USER,
      UserRecord.parser(),
      Retention.COMPACTED,
      List.of(CLIENT_API),
      List.of(DATA_TEAMS)),
  MEDIA(
      "media",
      Keyed.MEDIA,
      MediaRecord.parser(),
      Retention.COMPACTED,
      List.of(MEDIA_INGEST),
      List.of(DATA_TEAMS)),
  ADMIN_AUDIT(
      "admin-audit",
      Keyed.ANY,
      AdminAction.parser(),
      Retention.FOR_EVER,
      List.of(CLIENT_API),
      List.of(OPERATORS)),
  DEAD_LETTERS(
      "dead-letters",
      Keyed.ANY,
      DeadLetter.parser(),
      Retention.of(Duration.ofDays(30)),
      List.of(FANOUT, ROUTER, STORAGE_SINK, RECEIPT_AGGREGATOR),
      List.of(OPERATORS));

  /// What decides the partition, and so which other topics are partitioned alike.
  public enum Keyed {
    CONVERSATION,
    USER,
    MEDIA,
    SLOT,
    ANY
  }

  /// How long the broker keeps a record.
  public record Retention(boolean compacted, long milliseconds) {
    public static final Retention FOR_EVER = new Retention(false, -1);
    public static final Retention COMPACTED = new Retention(true, -1);

    public static Retention of(Duration time) {
      return new Retention(false, time.toMillis());
    }
  }

  private final String shortName;
  private final Keyed keyed;
  private final Parser<? extends MessageLite> parser;
  private final Retention retention;
  private final List<Service> writtenBy;
  private final List<Service> readBy;

  Topic(
      String shortName,
      Keyed keyed,
      Parser<? extends MessageLite> parser,
      Retention retention,
      List<Service> writtenBy,
      List<Service> readBy) {
    this.shortName = shortName;
    this.keyed = keyed;
    this.parser = parser;
    this.retention = retention;
    this.writtenBy = writtenBy;
    this.readBy = readBy;
  }

  /// What this service may append to, in the catalogue's order.
  public static List<Topic> writtenBy(Service service) {
    return Arrays.stream(values()).filter(topic -> topic.writtenBy.contains(service)).toList();
  }

  /// Without the prefix.
  public String shortName() {
    return shortName;
  }

  public String name(String prefix) {
    return prefix + shortName;
  }

  public Keyed keyed() {
    return keyed;
  }

  /// Reads a value of this topic.
  public Parser<? extends MessageLite> parser() {
    return parser;
  }

  public Retention retention() {
    return retention;
  }

  public List<Service> writtenBy() {
    return writtenBy;
  }

  public List<Service> readBy() {
    return readBy;
  }

  public boolean open() {
    return readBy.contains(DATA_TEAMS);
  }

  public int partitions(PartitionCounts counts) {
    return switch (keyed) {
      case CONVERSATION -> counts.conversation();
      case USER, MEDIA -> counts.user();
      case SLOT -> counts.delivery();
      case ANY -> 1;
    };
  }

  /// Topic-level settings. LogAppendTime everywhere: Kafka Streams forwards the timestamps of its
  /// input, and what a processor writes while it catches up would be born expired.
  public Map<String, String> settings(int minInsyncReplicas) {
    var settings = new TreeMap<String, String>();
    settings.put("message.timestamp.type", "LogAppendTime");
    settings.put("min.insync.replicas", Integer.toString(minInsyncReplicas));
    settings.put("unclean.leader.election.enable", "false");
    settings.put("max.message.bytes", "1048576");
    if (retention.compacted()) {
      settings.put("cleanup.policy", "compact");
    } else {
      settings.put("cleanup.policy", "delete");
      settings.put("retention.ms", Long.toString(retention.milliseconds()));
      settings.put("retention.bytes", "-1");
    }
    return settings;
  }

  /// Partition counts, fixed when the topics are created.
  public record PartitionCounts(int conversation, int user, int delivery) {
    public PartitionCounts {
      if (conversation < 1 || user < 1 || delivery < 1) {
        throw new IllegalArgumentException(
            "partition counts are positive: %d, %d, %d".formatted(conversation, user, delivery));
      }
    }
  }
}
