package dev.rivulet.api.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.api.history.MemoryHistoryStore;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.receipt.Receipts.MemberReceipt;
import dev.rivulet.api.receipt.Receipts.MessageReceipt;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.topic.PrivacyTable;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private final UUID cy = UUID.randomUUID();
  private final UUID group = UUID.randomUUID();
  private final MemoryHistoryStore history = new MemoryHistoryStore();
  private final MemoryWatermarkStore watermarks = new MemoryWatermarkStore();
  private final PrivacyTable privacy = new PrivacyTable();
  private final Receipts receipts = new Receipts(history, watermarks, privacy);

  @BeforeEach
  void group() {
    history.create(group, "group", ann, bob);
    history.message(group, ann, "two");
    history.add(group, ann, cy);
    history.message(group, ann, "four");
    watermarks.put(group, ann, new Watermarks(4, 4, 4, 2));
    watermarks.put(group, bob, new Watermarks(4, 2, 2, 1));
  }

  @Test
  void membersAreToldHowFarEachIs() {
    assertThat(receipts.of(ann, group))
        .containsExactlyInAnyOrder(
            new MemberReceipt(ann, 4, 4),
            new MemberReceipt(bob, 4, 2),
            new MemberReceipt(cy, 0, 0));
  }

  @Test
  void strangersAndFormerMembersAreToldNothing() {
    history.remove(group, ann, bob);
    refused("unknown-conversation", () -> receipts.of(bob, group));
    refused("unknown-conversation", () -> receipts.of(UUID.randomUUID(), group));
    refused("unknown-conversation", () -> receipts.of(UUID.randomUUID(), group, 2));
  }

  @Test
  void aMessageNamesThoseWhoWereMembersWhenItWasSentAndNotItsSender() {
    var second = receipts.of(ann, group, 2);
    assertThat(second.members()).containsExactly(new MessageReceipt(bob, true, true));
    assertThat(second.of()).isEqualTo(1);
    var fourth = receipts.of(ann, group, 4);
    assertThat(fourth.members())
        .containsExactlyInAnyOrder(
            new MessageReceipt(bob, true, false), new MessageReceipt(cy, false, false));
    assertThat(fourth.of()).isEqualTo(2);
    assertThat(fourth.delivered()).isEqualTo(1);
    assertThat(fourth.read()).isZero();
  }

  @Test
  void whoLeftLaterStaysInTheNumbersOfWhatWasSentBefore() {
    history.remove(group, ann, bob);
    assertThat(receipts.of(ann, group, 4).of()).isEqualTo(2);
    history.message(group, ann, "six");
    assertThat(receipts.of(ann, group, 6).of()).isEqualTo(1);
  }

  @Test
  void whatIsNoMessageHasNoReceipts() {
    refused("unknown-message", () -> receipts.of(ann, group, 3));
  }

  @Test
  void whoGivesNoReceiptsIsToldOnlyOfHimself() {
    privacy.put(PrivacyRecord.newBuilder().setUser(Ids.bytes(bob)).setHidesReceipts(true).build());
    watermarks.put(group, bob, new Watermarks(2, 2, 4, 2));
    assertThat(receipts.of(bob, group)).containsExactly(new MemberReceipt(bob, 4, 4));
    refused("receipts-off", () -> receipts.of(bob, group, 2));
    assertThat(receipts.of(ann, group)).contains(new MemberReceipt(bob, 2, 2));
  }

  @Test
  void aConversationOfMoreThan256MembersGivesNumbersAndNoNames() {
    UUID big = UUID.randomUUID();
    UUID[] members = Stream.generate(UUID::randomUUID).limit(256).toArray(UUID[]::new);
    history.create(big, "big", ann, members);
    history.message(big, ann, "two");
    history.resize(big, 257);
    watermarks.put(big, ann, new Watermarks(2, 2, 2, 1));
    watermarks.put(big, members[3], new Watermarks(2, 0, 0, 0));
    assertThat(receipts.of(ann, big)).containsExactly(new MemberReceipt(ann, 2, 2));
    var message = receipts.of(ann, big, 2);
    assertThat(message.members()).isNull();
    assertThat(message.of()).isEqualTo(256);
    assertThat(message.delivered()).isEqualTo(1);
  }

  private static void refused(String code, ThrowingCallable question) {
    assertThatThrownBy(question)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
  }
}
