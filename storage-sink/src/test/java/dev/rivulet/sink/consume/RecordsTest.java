package dev.rivulet.sink.consume;

import static dev.rivulet.sink.TestEvents.ANN;
import static dev.rivulet.sink.TestEvents.created;
import static dev.rivulet.sink.TestEvents.message;
import static dev.rivulet.sink.TestEvents.to;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final ByteString SHORT = ByteString.copyFromUtf8("short");

  @Test
  void eventsAreReadAsTheyWereWritten() {
    var event = created("friends", ANN);

    assertThat(Records.event(event.toByteArray())).isEqualTo(new Read.Value<>(event));
  }

  @Test
  void anEventOfAKindWeDoNotKnowIsAnEvent() {
    var unknown = message(3, "hello").toBuilder().clearMessage().build();

    assertThat(Records.event(unknown.toByteArray())).isEqualTo(new Read.Value<>(unknown));
  }

  @Test
  void bytesThatAreNoEventAreUnreadable() {
    assertThat(reason("garbage".getBytes(StandardCharsets.UTF_8))).isEqualTo("not an Event");
    assertThat(Records.event(null)).isEqualTo(new Read.Unreadable<Event>("no value"));
    assertThat(reason(new byte[0])).isEqualTo("seq 0");
    assertThat(reason(message(3, "a").toBuilder().setConversation(SHORT).build().toByteArray()))
        .isEqualTo("conversation or user is not an id");
    assertThat(reason(message(3, "a").toBuilder().setDevice(SHORT).build().toByteArray()))
        .isEqualTo("device is not an id");
    var member = created("friends", ANN).toBuilder();
    member.getGroupCreatedBuilder().addMembers(SHORT);
    assertThat(reason(member.build().toByteArray())).isEqualTo("a member is not an id");
  }

  @Test
  void recipientsAreWholeIds() {
    var record = to(message(3, "a"), ANN);

    assertThat(Records.inbox(record.toByteArray())).isEqualTo(new Read.Value<>(record));
    var cut = record.toBuilder().setRecipients(SHORT).build();
    assertThat(Records.inbox(cut.toByteArray()))
        .isEqualTo(new Read.Unreadable<>("recipients are not ids"));
  }

  @Test
  void statusesAreOfSomebodySomewhere() {
    var status =
        ReceiptStatus.newBuilder()
            .setConversation(message(3, "a").getConversation())
            .setUser(Ids.bytes(ANN))
            .setRead(3)
            .build();

    assertThat(Records.receiptStatus(status.toByteArray())).isEqualTo(new Read.Value<>(status));
    assertThat(Records.receiptStatus(status.toBuilder().setUser(SHORT).build().toByteArray()))
        .isEqualTo(new Read.Unreadable<>("conversation or user is not an id"));
    assertThat(Records.receiptStatus(null)).isEqualTo(new Read.Unreadable<>("no value"));
  }

  private static String reason(byte[] bytes) {
    return Records.event(bytes) instanceof Read.Unreadable<Event>(String reason) ? reason : "read";
  }
}
