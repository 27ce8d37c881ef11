package dev.rivulet.sink;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.BOB;
import static dev.rivulet.sink.TestEvents.CY;
import static dev.rivulet.sink.TestEvents.added;
import static dev.rivulet.sink.TestEvents.changed;
import static dev.rivulet.sink.TestEvents.closed;
import static dev.rivulet.sink.TestEvents.created;
import static dev.rivulet.sink.TestEvents.deleted;
import static dev.rivulet.sink.TestEvents.edited;
import static dev.rivulet.sink.TestEvents.in;
import static dev.rivulet.sink.TestEvents.message;
import static dev.rivulet.sink.TestEvents.muted;
import static dev.rivulet.sink.TestEvents.reacted;
import static dev.rivulet.sink.TestEvents.removed;
import static dev.rivulet.sink.TestEvents.role;
import static dev.rivulet.sink.TestEvents.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupChanged;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.ReceiptStatus;
import dev.rivulet.contracts.log.Role;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.runtime.ServiceFailure;
import dev.rivulet.servers.ChildProcess;
import dev.rivulet.servers.Launch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class StorageSinkIT {
  private static final List<String> TABLES =
      List.of(
          "messages",
          "reactions",
          "heads",
          "members",
          "conversations_by_user",
          "inbox",
          "big_heads",
          "media_references",
          "media_released",
          "sink_progress");

  @TempDir static Path directory;
  private static SinkStack stack;
  private static long conversations;

  private final UUID conversation = new UUID(0xc000_0000_0000_4000L, 100 + conversations++);
  private final List<StorageSink> sinks = new ArrayList<>();

  @BeforeAll
  static void startServers() throws Exception {
    stack = new SinkStack(directory);
  }

  @AfterAll
  static void stopServers() {
    stack.close();
  }

  @AfterEach
  void stop() {
    sinks.forEach(StorageSink::close);
    stack.revive();
  }

  @Test
  void whatWasDecidedIsStoredAndItsSendersAreTold() throws Exception {
    start();
    stack.commitEvents(
        List.of(
            in(conversation, created("friends", ANN, BOB)),
            in(conversation, message(2, "hello")),
            in(conversation, added(3, CY)),
            in(conversation, message(4, "cy")),
            in(conversation, removed(5, BOB))));
    stack.awaitStored(Topic.EVENTS);

    assertThat(stack.history(conversation)).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(rowsOf("members"))
        .hasSize(4)
        .anyMatch(it -> it.contains(BOB.toString()) && it.contains("\"joined\": false"));
    assertThat(
            stack
                .session
                .execute(
                    "SELECT visible_from, left_at FROM conversations_by_user"
                        + " WHERE user_id = ? AND conversation_id = ?",
                    BOB,
                    conversation)
                .one())
        .satisfies(
            row -> {
              assertThat(row.getLong("visible_from")).isEqualTo(1);
              assertThat(row.getLong("left_at")).isEqualTo(6);
            });
    assertThat(rowsOf("heads"))
        .singleElement()
        .asString()
        .contains("\"seq\": 5", "\"name\": \"friends\"", "\"kind\": 2");
    await()
        .atMost(SinkStack.PATIENCE)
        .untilAsserted(() -> assertThat(told()).contains(1L, 2L, 3L, 4L, 5L));
  }

  @Test
  void watermarksAreStoredAndNoneGoesBack() throws Exception {
    start();
    var status =
        ReceiptStatus.newBuilder()
            .setConversation(Ids.bytes(conversation))
            .setUser(Ids.bytes(BOB))
            .setDelivered(9)
            .setRead(7)
            .setOwnRead(8)
            .setOwnReadCount(6)
            .build();
    stack.commit(it -> it.status(status));
    stack.commit(it -> it.status(status.toBuilder().setDelivered(5).setRead(8).build()));
    stack.commit(it -> it.status(status.toBuilder().setOwnRead(2).setOwnReadCount(1).build()));
    stack.awaitStored(Topic.RECEIPT_STATUS);

    assertThat(rowsOf("receipts"))
        .singleElement()
        .asString()
        .contains("\"delivered\": 9", "\"read\": 8", "\"own_read\": 8", "\"own_read_count\": 6");
  }

  @Test
  void aChangeIsStoredUnderItsSeqAndOnWhatItChanges() throws Exception {
    start();
    var described = GroupChanged.newBuilder().setName("hikers").setPicture(Ids.bytes(CY));
    var opened = GroupChanged.newBuilder().setHistory(HistoryVisibility.FROM_THE_START);
    stack.commitEvents(
        Stream.of(
                created("friends", ANN, BOB),
                message(2, "hello"),
                edited(3, 2, "hullo"),
                edited(4, 2, "hallo"),
                reacted(5, 2, "+1", false),
                reacted(6, 2, "-1", false),
                reacted(7, 2, "-1", true),
                changed(8, described),
                changed(9, opened),
                role(10, BOB, Role.ADMIN),
                muted(11, BOB, true),
                deleted(12, 2),
                closed(13))
            .map(it -> in(conversation, it))
            .toList());
    stack.awaitStored(Topic.EVENTS);

    assertThat(stack.history(conversation)).isEqualTo(seqs(1, 13));
    assertThat(rowsOf("messages"))
        .filteredOn(it -> it.contains("\"deleted\": 12"))
        .singleElement()
        .asString()
        .contains("\"seq\": 2,", edit("hallo"))
        .doesNotContain(edit("hullo"));
    assertThat(rowsOf("reactions")).hasSize(2);
    assertThat(rowsOf("heads"))
        .singleElement()
        .asString()
        .contains("hikers", "\"closed\": true", "\"from_the_start\": true", "\"seq\": 13");
    assertThat(rowsOf("members")).filteredOn(it -> it.contains("\"role\": 2")).hasSize(1);
    assertThat(rowsOf("conversations_by_user"))
        .filteredOn(it -> it.contains(BOB.toString()))
        .singleElement()
        .asString()
        .contains("\"role\": 2", "\"muted\": true", "\"visible_from\": 1");
    awaitTold(1, 13);
  }

  @Test
  void aMessageRefersToItsMediaUntilItIsDeletedWhateverIsStoredFirst() throws Exception {
    start();
    var photo = new UUID(0x4000, conversation.getLeastSignificantBits());
    var carrying = in(conversation, message(2, "look")).toBuilder();
    carrying
        .getMessageBuilder()
        .addAttachments(Attachment.newBuilder().setId(Ids.bytes(photo)).setSize(1));
    stack.commitEvents(List.of(carrying.build()));
    stack.awaitStored(Topic.EVENTS);
    assertThat(rowsOf("media_references"))
        .singleElement()
        .asString()
        .contains(photo.toString(), "\"present\": true");

    var deletion = in(conversation, deleted(3, 2)).toBuilder();
    deletion.getMessageDeletedBuilder().addMedia(Ids.bytes(photo));
    stack.commitEvents(List.of(deletion.build(), carrying.build()));
    stack.awaitStored(Topic.EVENTS);
    assertThat(rowsOf("media_references"))
        .singleElement()
        .asString()
        .contains("\"present\": false");
    assertThat(rowsOf("media_released")).singleElement().asString().contains(photo.toString());
  }

  /// How a blob that holds this text shows it.
  private static String edit(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBigConversationHasAHeadInsteadOfRowsForEachMember() throws Exception {
    start();
    stack.commit(
        it -> {
          it.inbox(to(big(message(2, "a")), ANN, BOB));
          it.inbox(to(big(message(3, "b")), ANN, BOB));
        });
    stack.awaitStored(Topic.INBOX);

    assertThat(rowsOf("inbox")).isEmpty();
    assertThat(rowsOf("big_heads"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("\"seq\": 3"));
  }

  @Test
  void aBigConversationsPartitionStoresTheMembershipsOfThoseItNames() throws Exception {
    start();
    var event = big(added(2, ANN, BOB));
    stack.commit(it -> it.inbox(to(event, ANN).toBuilder().setByMembership(true).build()));
    stack.awaitStored(Topic.INBOX);

    assertThat(rowsOf("inbox")).hasSize(1);
    assertThat(rowsOf("conversations_by_user"))
        .singleElement()
        .satisfies(it -> assertThat(it).contains(ANN.toString()));
  }

  private Event big(Event event) {
    return in(conversation, event).toBuilder().setBig(true).build();
  }

  @Test
  void anOlderHeadNeverReplacesANewerOne() throws Exception {
    start();
    stack.commitEvents(messages(5, 9));
    stack.awaitStored(Topic.EVENTS);
    stack.commitEvents(messages(5, 6));
    stack.awaitStored(Topic.EVENTS);

    assertThat(rowsOf("heads")).singleElement().asString().contains("\"seq\": 9");
  }

  @Test
  void eachRecipientHasTheRecordInHisInbox() throws Exception {
    start();
    stack.commit(it -> it.inbox(to(in(conversation, message(2, "hello")), ANN, BOB)));
    stack.awaitStored(Topic.INBOX);

    assertThat(rowsOf("inbox")).hasSize(2);
  }

  @Test
  void progressPassesAbortedRecordsAndMarkersSoon() throws Exception {
    start();
    stack.commit(it -> it.inbox(to(in(conversation, message(2, "hello")), ANN)));
    stack.awaitStored(Topic.INBOX);
    stack.abort(it -> it.inbox(to(in(conversation, message(3, "never")), ANN)));
    stack.awaitStored(Topic.INBOX);

    assertThat(rowsOf("inbox")).singleElement().asString().contains("\"seq\": 2");
  }

  @Test
  void aReplayEndsInTheSameRows() throws Exception {
    start();
    var events = new ArrayList<>(List.of(in(conversation, created("again", ANN, BOB))));
    events.addAll(messages(2, 300));
    stack.commitEvents(events);
    stack.commit(it -> events.forEach(event -> it.inbox(to(event, ANN, BOB))));
    stack.awaitStored(Topic.EVENTS);
    stack.awaitStored(Topic.INBOX);
    sinks.forEach(StorageSink::close);
    var before = TABLES.stream().map(stack::rows).toList();

    stack.seed(Topic.EVENTS);
    stack.seed(Topic.INBOX);
    stack.session.execute("TRUNCATE messages");
    start();
    await()
        .atMost(SinkStack.PATIENCE)
        .untilAsserted(
            () -> assertThat(TABLES.stream().map(stack::rows).toList()).isEqualTo(before));
  }

  @Test
  void aGroupThatLostItsOffsetsGoesOnFromWhatIsStored() throws Exception {
    start();
    stack.commitEvents(messages(2, 4));
    stack.awaitStored(Topic.EVENTS);
    sinks.forEach(StorageSink::close);
    await()
        .atMost(SinkStack.PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              stack.admin.deleteConsumerGroups(List.of("storage-sink-events")).all().get();
              return true;
            });

    stack.commitEvents(messages(5, 6));
    start();
    stack.awaitStored(Topic.EVENTS);
    assertThat(stack.history(conversation)).containsExactly(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void whatCannotBeReadIsADeadLetterAndTheRestGoesOn() throws Exception {
    start();
    var garbage = "no protobuf".getBytes(StandardCharsets.UTF_8);
    stack.commit(
        it -> {
          it.bytes(Topic.EVENTS, 1, garbage);
          it.bytes(Topic.INBOX, 1, garbage);
        });
    stack.commitEvents(messages(2, 3));
    stack.awaitStored(Topic.EVENTS);

    assertThat(stack.history(conversation)).containsExactly(2L, 3L);
    await().atMost(SinkStack.PATIENCE).untilAsserted(() -> assertThat(deadLetters()).hasSize(2));
    assertThat(deadLetters())
        .allSatisfy(letter -> assertThat(letter.getValue().toByteArray()).isEqualTo(garbage))
        .extracting(DeadLetter::getReason)
        .containsExactlyInAnyOrder("not an Event", "not an InboxRecord");
  }

  @Test
  @Tag("slow")
  void nothingIsLostWhenCassandraIsKilledAmidAStream() throws Exception {
    start();
    stack.commitEvents(messages(1, 500));
    stack.cassandra.kill();
    stack.commitEvents(messages(501, 1000));
    stack.cassandra.startAndAwait(SinkStack.PATIENCE);
    await()
        .atMost(SinkStack.PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(stack.history(conversation)).isEqualTo(seqs(1, 1000)));
    awaitTold(1, 1000);
  }

  @Test
  @Tag("slow")
  void nothingIsLostWhenTheBrokerIsKilledAmidAStream() throws Exception {
    start();
    stack.commitEvents(messages(1, 500));
    stack.kafka.kill();
    stack.kafka.startAndAwait(SinkStack.PATIENCE);
    stack.commitEvents(messages(501, 1000));
    stack.awaitStored(Topic.EVENTS);
    assertThat(stack.history(conversation)).isEqualTo(seqs(1, 1000));
    awaitTold(1, 1000);
  }

  @Test
  @Tag("slow")
  void nothingIsLostWhenTheProcessIsKilledAmidAStream() throws Exception {
    var first = process("first", Map.of());
    stack.commitEvents(messages(1, 1000));
    await().atMost(SinkStack.PATIENCE).until(() -> !stack.history(conversation).isEmpty());
    stack.commitEvents(messages(1001, 3000));
    first.kill();
    var second = process("second", Map.of());
    try {
      stack.awaitStored(Topic.EVENTS);
      assertThat(stack.history(conversation)).isEqualTo(seqs(1, 3000));
      awaitTold(1, 3000);
    } finally {
      second.stop(Duration.ofSeconds(10));
    }
    assertThat(second.exit().join()).isEqualTo(143);
  }

  @Test
  @Tag("slow")
  void aSinkEndsWithOneLineWhenCassandraStaysAway() throws Exception {
    var process = process("impatient", Map.of("RIVULET_SINK_OUTAGE_MAX", "3s"));
    stack.commitEvents(messages(1, 10));
    stack.awaitStored(Topic.EVENTS);
    stack.cassandra.kill();
    stack.commitEvents(messages(11, 20));

    assertThat(process.exit().get(SinkStack.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(ServiceFailure.UNAVAILABLE);
    assertThat(Files.readAllLines(directory.resolve("impatient.log")))
        .filteredOn(line -> !line.startsWith("{") && !line.startsWith("WARNING: "))
        .singleElement()
        .asString()
        .startsWith("Cassandra has not taken a write for 3 s");
    stack.cassandra.startAndAwait(SinkStack.PATIENCE);
    start();
    stack.awaitStored(Topic.EVENTS);
    assertThat(stack.history(conversation)).isEqualTo(seqs(1, 20));
  }

  @Test
  @Tag("slow")
  void twoSinksShareTheWorkAndNothingIsLostWhenOneStops() throws Exception {
    start();
    stack.environment.put("RIVULET_SINK_INSTANCE_ID", "another");
    start();
    stack.environment.put("RIVULET_SINK_INSTANCE_ID", "only-one");
    stack.commitEvents(messages(1, 1000));
    sinks.getFirst().close();
    stack.commitEvents(messages(1001, 2000));
    stack.awaitStored(Topic.EVENTS);
    assertThat(stack.history(conversation)).isEqualTo(seqs(1, 2000));
    awaitTold(1, 2000);
  }

  private void start() {
    sinks.add(StorageSink.start(stack.config()));
  }

  private static ChildProcess process(String name, Map<String, String> more) {
    var environment = new HashMap<>(stack.environment);
    environment.putAll(more);
    return ChildProcess.start(
        new Launch(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                StorageSink.class.getName()),
            environment,
            directory,
            directory.resolve(name + ".log")));
  }

  private List<Event> messages(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(seq -> in(conversation, message(seq, "text " + seq)))
        .toList();
  }

  private static List<Long> seqs(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private List<String> rowsOf(String table) {
    return stack.rows(table).stream().filter(it -> it.contains(conversation.toString())).toList();
  }

  private void awaitTold(long from, long to) {
    await()
        .atMost(SinkStack.PATIENCE)
        .untilAsserted(() -> assertThat(told()).containsAll(seqs(from, to)));
  }

  private List<Long> told() throws Exception {
    var seqs = new ArrayList<Long>();
    for (var record : stack.read(Topic.NOTICES)) {
      var sent = Notice.parseFrom(record.value()).getSent();
      if (Ids.uuid(sent.getConversation()).equals(conversation)) {
        seqs.add(sent.getSeq());
      }
    }
    return seqs;
  }

  private List<DeadLetter> deadLetters() throws Exception {
    var letters = new ArrayList<DeadLetter>();
    for (var record : stack.read(Topic.DEAD_LETTERS)) {
      letters.add(DeadLetter.parseFrom(record.value()));
    }
    return letters;
  }
}
