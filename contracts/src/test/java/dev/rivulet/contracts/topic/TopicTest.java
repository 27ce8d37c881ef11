package dev.rivulet.contracts.topic;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Notice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class TopicTest {
  private static final Topic.PartitionCounts COUNTS = new Topic.PartitionCounts(8, 9, 16);

  @Test
  void theCatalogueIsTheOneOfTheDesign() {
    var rows =
        Arrays.stream(Topic.values())
            .collect(
                Collectors.toMap(
                    topic -> topic.name("rivulet."),
                    topic ->
                        "%d partitions, %s"
                            .formatted(topic.partitions(COUNTS), kept(topic.retention()))));

    assertThat(rows)
        .isEqualTo(
            Map.ofEntries(
                entry("rivulet.commands", "8 partitions, for ever"),
                entry("rivulet.events", "8 partitions, for ever"),
                entry("rivulet.inbox", "9 partitions, 168 h"),
                entry("rivulet.big-members", "9 partitions, compacted"),
                entry("rivulet.notices", "9 partitions, 1 h"),
                entry("rivulet.sessions", "9 partitions, compacted"),
                entry("rivulet.deliveries", "16 partitions, 0 h"),
                entry("rivulet.receipts", "8 partitions, 168 h"),
                entry("rivulet.receipt-status", "8 partitions, compacted"),
                entry("rivulet.delivery-latency", "1 partitions, 168 h"),
                entry("rivulet.typing", "8 partitions, 0 h"),
                entry("rivulet.privacy", "9 partitions, compacted"),
                entry("rivulet.revocations", "9 partitions, compacted"),
                entry("rivulet.users", "9 partitions, compacted"),
                entry("rivulet.media", "9 partitions, compacted"),
                entry("rivulet.admin-audit", "1 partitions, for ever"),
                entry("rivulet.dead-letters", "1 partitions, 720 h")));
  }

  @Test
  void everyTopicHasTheBrokersTimeAndIsSafeAgainstAnUncleanElection() {
    for (Topic topic : Topic.values()) {
      assertThat(topic.settings(2))
          .containsEntry("message.timestamp.type", "LogAppendTime")
          .containsEntry("min.insync.replicas", "2")
          .containsEntry("unclean.leader.election.enable", "false");
    }
    assertThat(Topic.COMMANDS.settings(1)).containsEntry("retention.ms", "-1");
    assertThat(Topic.SESSIONS.settings(1)).containsEntry("cleanup.policy", "compact");
  }

  @Test
  void onlyTheTopicsForDataTeamsAreOpen() {
    assertThat(Topic.values())
        .filteredOn(Topic::open)
        .containsExactlyInAnyOrder(
            Topic.EVENTS, Topic.RECEIPT_STATUS, Topic.DELIVERY_LATENCY, Topic.USERS, Topic.MEDIA);
  }

  @Test
  void headersNameTheTypeAndItsVersionAndNothingOfTheInput() {
    var headers = RecordHeaders.of(Notice.getDefaultInstance());
    RecordHeaders.set(headers, Event.getDefaultInstance());

    assertThat(headers.toArray())
        .extracting(Header::key, header -> new String(header.value(), StandardCharsets.US_ASCII))
        .containsExactly(tuple("type", "rivulet.v1.Event"), tuple("version", "1"));
  }

  private static String kept(Topic.Retention retention) {
    if (retention.compacted()) {
      return "compacted";
    }
    return retention.milliseconds() < 0 ? "for ever" : retention.milliseconds() / 3_600_000 + " h";
  }
}
