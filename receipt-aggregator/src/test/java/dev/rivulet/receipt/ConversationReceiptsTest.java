package dev.rivulet.receipt;

import static dev.rivulet.receipt.Chat.delivered;
import static dev.rivulet.receipt.Chat.read;
import static dev.rivulet.receipt.Chat.readUnseen;
import static dev.rivulet.receipt.Chat.stored;
import static dev.rivulet.receipt.Chat.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.MessageStatus;
import dev.rivulet.contracts.log.Notice.BodyCase;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationReceiptsTest {
  private static final ByteString ANN = Chat.id(1);
  private static final ByteString BOB = Chat.id(2);
  private static final ByteString CID = Chat.id(3);
  private static final ByteString DAN = Chat.id(4);

  private final Chat chat = new Chat();
  private final ConversationReceipts receipts = new ConversationReceipts(Chat.ID);

  @Test
  void readInADirectConversationTellsTheOtherAndTheReadersDevicesAtOnce() {
    direct();
    receipts.event(chat.say(ANN));

    var effects = receipts.receipt(read(BOB, 2));

    var status = told(effects, BodyCase.STATUS, ANN);
    assertThat(status).hasSize(1);
    assertThat(status.getFirst().getStatus().getOther().getRead()).isEqualTo(2);
    assertThat(status.getFirst().getStatus().getOther().getDelivered()).isEqualTo(2);
    var echo = told(effects, BodyCase.WATERMARK, BOB).getFirst();
    assertThat(echo.getDevice()).isEmpty();
    assertThat(echo.getWatermark().getOwn().getRead()).isEqualTo(2);
    assertThat(echo.getWatermark().getReadCount()).isEqualTo(1);
    assertThat(stored(effects, BOB).orElseThrow()).isEqualTo(status(BOB, 2, 2, 2, 1));
    assertThat(receipts.pending()).isFalse();
  }

  @Test
  void deliveredDoesNotCountAsRead() {
    direct();
    receipts.event(chat.say(ANN));

    var effects = receipts.receipt(delivered(BOB, 2));

    assertThat(stored(effects, BOB).orElseThrow()).isEqualTo(status(BOB, 2, 1, 1, 0));
  }

  @Test
  void lateAndRepeatedReceiptsChangeNothingAndAreEchoedToTheirDevice() {
    direct();
    receipts.event(chat.say(ANN));
    receipts.event(chat.say(ANN));
    receipts.receipt(read(BOB, 3));

    for (var late : List.of(read(BOB, 3), read(BOB, 2), delivered(BOB, 1))) {
      var effects = receipts.receipt(late);

      assertThat(effects).hasSize(1);
      var echo = told(effects, BodyCase.WATERMARK, BOB).getFirst();
      assertThat(echo.getDevice()).isEqualTo(Chat.PHONE);
      assertThat(echo.getWatermark().getOwn().getRead()).isEqualTo(3);
    }
  }

  @Test
  void receiptBeforeItsEventCountsOnceTheEventIsThere() {
    direct();
    receipts.event(chat.say(ANN));

    var early = receipts.receipt(read(BOB, 4));
    assertThat(stored(early, BOB).orElseThrow()).isEqualTo(status(BOB, 2, 2, 2, 1));

    assertThat(stored(receipts.event(chat.say(ANN)), BOB).orElseThrow().getRead()).isEqualTo(3);
    assertThat(stored(receipts.event(chat.say(ANN)), BOB).orElseThrow().getRead()).isEqualTo(4);
    assertThat(stored(receipts.event(chat.say(ANN)), BOB)).isEmpty();
  }

  @Test
  void receiptFarBeyondTheHeadIsRefused() {
    direct();
    assertThat(receipts.receipt(read(BOB, 10_002))).isEmpty();
    assertThat(stored(receipts.event(chat.say(ANN)), BOB)).isEmpty();

    receipts.receipt(read(BOB, 10_002));
    assertThat(stored(receipts.event(chat.say(ANN)), BOB).orElseThrow().getRead()).isEqualTo(3);
  }

  @Test
  void nothingCountsForWhoIsNoMember() {
    group(ANN, BOB);
    receipts.event(chat.say(ANN));
    assertThat(receipts.receipt(read(CID, 2))).isEmpty();

    receipts.event(chat.remove(ANN, BOB));
    assertThat(receipts.receipt(read(BOB, 2))).isEmpty();
    assertThat(receipts.pending()).isFalse();
  }

  @Test
  void sendingMovesTheSendersOwnRead() {
    direct();
    receipts.event(chat.say(ANN));

    var effects = receipts.event(chat.say(BOB));

    assertThat(stored(effects, BOB).orElseThrow()).isEqualTo(status(BOB, 3, 3, 3, 2));
    assertThat(told(effects, BodyCase.STATUS, ANN)).hasSize(1);
  }

  @Test
  void joiningStartsAtTheJoin() {
    group(ANN, BOB);
    receipts.event(chat.say(ANN));

    var effects = receipts.event(chat.addMember(ANN, CID));
    assertThat(stored(effects, CID).orElseThrow()).isEqualTo(status(CID, 3, 3, 3, 1));

    receipts.event(chat.say(ANN));
    receipts.receipt(read(CID, 4));
    assertThat(counts(receipts.flush(), ANN)).containsExactly(counted(4, 1, 1, 2));
  }

  @Test
  void groupIsToldTogetherAndOnlyToSenders() {
    group(ANN, BOB, CID, DAN);
    receipts.event(chat.say(ANN));
    receipts.event(chat.say(BOB));

    var effects = new ArrayList<Effect>();
    effects.addAll(receipts.receipt(read(CID, 3)));
    effects.addAll(receipts.receipt(delivered(DAN, 3)));
    assertThat(told(effects, BodyCase.STATUS, ANN)).isEmpty();
    assertThat(receipts.pending()).isTrue();

    var flushed = receipts.flush();
    // Bob has read Ann's message by writing after it.
    assertThat(counts(flushed, ANN)).containsExactly(counted(2, 3, 2, 3));
    assertThat(counts(flushed, BOB)).containsExactly(counted(3, 2, 1, 3));
    assertThat(flushed).hasSize(2);
    assertThat(receipts.pending()).isFalse();
    assertThat(receipts.flush()).isEmpty();
  }

  @Test
  void numbersDoNotGoDownWhenSomebodyLeaves() {
    group(ANN, BOB, CID);
    receipts.event(chat.say(ANN));
    receipts.receipt(read(BOB, 2));
    assertThat(counts(receipts.flush(), ANN)).containsExactly(counted(2, 1, 1, 2));

    receipts.event(chat.leave(BOB));
    receipts.receipt(delivered(CID, 2));
    assertThat(counts(receipts.flush(), ANN)).containsExactly(counted(2, 2, 1, 2));

    receipts.event(chat.say(ANN));
    receipts.receipt(delivered(CID, 4));
    assertThat(counts(receipts.flush(), ANN)).containsExactly(counted(4, 1, 0, 1));
  }

  @Test
  void whoComesBackStartsAtTheNewJoin() {
    group(ANN, BOB);
    receipts.event(chat.say(ANN));
    receipts.event(chat.leave(BOB));
    receipts.event(chat.say(ANN));

    var effects = receipts.event(chat.addMember(ANN, BOB));

    assertThat(stored(effects, BOB).orElseThrow()).isEqualTo(status(BOB, 5, 5, 5, 2));
  }

  @Test
  void noticeNamesAtMost200MessagesAndTheRestFollows() {
    group(ANN, BOB);
    IntStream.range(0, 450).forEach(it -> receipts.event(chat.say(ANN)));
    receipts.receipt(read(BOB, 451));

    assertThat(counts(receipts.flush(), ANN)).hasSize(200);
    assertThat(receipts.pending()).isTrue();
    assertThat(counts(receipts.flush(), ANN)).hasSize(200);
    assertThat(counts(receipts.flush(), ANN)).hasSize(50);
    assertThat(receipts.pending()).isFalse();
    assertThat(receipts.messagesKept()).isZero();
  }

  @Test
  void onlyTheNewest10000UnreadMessagesAreKept() {
    group(ANN, BOB);
    IntStream.range(0, 10_050).forEach(it -> receipts.event(chat.say(ANN)));
    assertThat(receipts.messagesKept()).isEqualTo(10_000);

    var effects = receipts.receipt(read(BOB, 10_051));

    assertThat(stored(effects, BOB).orElseThrow())
        .isEqualTo(status(BOB, 10_051, 10_051, 10_051, 10_050));
  }

  @Test
  void messagesReadByBothAreForgotten() {
    direct();
    IntStream.range(0, 10).forEach(it -> receipts.event(chat.say(ANN)));
    receipts.receipt(read(BOB, 6));
    assertThat(receipts.messagesKept()).isEqualTo(5);
    receipts.receipt(read(BOB, 11));
    assertThat(receipts.messagesKept()).isZero();
  }

  @Test
  void privateReceiptsCountForOnesOwnDevicesAlone() {
    direct();
    receipts.event(chat.say(ANN));

    var effects = receipts.receipt(readUnseen(BOB, 2));

    assertThat(told(effects, BodyCase.STATUS, ANN)).isEmpty();
    assertThat(stored(effects, BOB).orElseThrow()).isEqualTo(status(BOB, 1, 1, 2, 1));
    assertThat(told(effects, BodyCase.WATERMARK, BOB).getFirst().getWatermark().getOwn().getRead())
        .isEqualTo(2);

    receipts.event(chat.say(BOB));
    assertThat(told(receipts.receipt(read(ANN, 3)), BodyCase.STATUS, BOB)).isEmpty();
  }

  @Test
  void whoHidesAndOnlySendsIsNotShownAsAReader() {
    direct();
    receipts.event(chat.say(ANN));
    receipts.receipt(readUnseen(BOB, 0));

    var effects = receipts.event(chat.say(BOB));

    assertThat(told(effects, BodyCase.STATUS, ANN)).isEmpty();
    assertThat(stored(effects, BOB).orElseThrow()).isEqualTo(status(BOB, 1, 1, 3, 2));
  }

  @Test
  void nothingFlowsWhileOneBlocksTheOther() {
    direct();
    receipts.event(chat.say(ANN));
    receipts.event(chat.block(BOB, true));

    var effects = receipts.receipt(read(BOB, 3));
    assertThat(told(effects, BodyCase.STATUS, ANN)).isEmpty();
    assertThat(stored(effects, BOB).orElseThrow()).isEqualTo(status(BOB, 1, 1, 3, 1));

    receipts.event(chat.block(BOB, false));
    assertThat(told(receipts.receipt(read(BOB, 4)), BodyCase.STATUS, ANN)).hasSize(1);
  }

  @Test
  void eventThatComesAgainChangesNothing() {
    group(ANN, BOB);
    var message = chat.say(ANN);
    receipts.event(message);
    receipts.receipt(read(BOB, 2));
    receipts.flush();

    assertThat(receipts.event(message)).isEmpty();
    assertThat(receipts.pending()).isFalse();
  }

  @Test
  void runWithoutStateTellsNothingOlderThanWhatWasTold() {
    direct();
    receipts.event(chat.say(ANN));
    receipts.event(chat.say(ANN));
    var told = stored(receipts.receipt(read(BOB, 3)), BOB).orElseThrow();

    var again = new ConversationReceipts(Chat.ID);
    again.restore(told);
    var effects = new ArrayList<Effect>();
    chat.log.forEach(event -> effects.addAll(again.event(event)));
    effects.addAll(again.receipt(delivered(BOB, 2)));

    assertThat(stored(effects, BOB)).isEmpty();
    assertThat(again.messagesKept()).isZero();
    again.event(chat.say(ANN));
    assertThat(stored(again.receipt(read(BOB, 4)), BOB).orElseThrow())
        .isEqualTo(status(BOB, 4, 4, 4, 3));
  }

  @Test
  void stateIsSavedWhole() {
    group(ANN, BOB, CID, DAN);
    receipts.event(chat.say(ANN));
    receipts.event(chat.leave(DAN));
    receipts.event(chat.say(BOB));
    receipts.receipt(readUnseen(BOB, 3));
    receipts.receipt(read(CID, 5));

    var loaded = ConversationReceipts.load(receipts.save());

    assertThat(loaded.save()).isEqualTo(receipts.save());
    assertThat(loaded.flush()).isEqualTo(receipts.flush());
    var next = chat.say(ANN);
    assertThat(loaded.event(next)).isEqualTo(receipts.event(next)).isNotEmpty();
  }

  /// Any interleaving of receipts, restarts, late ones and repetitions among them, ends at the
  /// largest claims, and no number that anybody is told ever goes down.
  @Test
  void everyOrderEndsAtTheSamePlaceAndNothingGoesDown() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var users = List.of(ANN, BOB, CID, DAN);
      var of = new Chat();
      var state = new ConversationReceipts(Chat.ID);
      var claimed = new HashMap<ByteString, Long>();
      var seen = new Monotone(seed);
      seen.check(state.event(of.create(ANN, users)));
      for (int step = 0; step < 60; step++) {
        var user = users.get(random.nextInt(4));
        if (random.nextInt(3) == 0) {
          seen.check(state.event(of.say(user)));
          claimed.merge(user, (long) of.log.size(), Math::max);
        } else {
          long upTo = 1L + random.nextInt(of.log.size() + 3);
          seen.check(
              state.receipt(random.nextBoolean() ? read(user, upTo) : delivered(user, upTo)));
        }
        if (random.nextInt(10) == 0) {
          state = reloaded(state);
        }
        if (random.nextInt(5) == 0) {
          seen.check(state.flush());
        }
      }
      for (var user : users) {
        seen.check(state.receipt(read(user, of.log.size())));
      }
      seen.check(state.flush());

      assertThat(seen.status.values())
          .as("seed %d", seed)
          .allSatisfy(it -> assertThat(it.getRead()).isEqualTo(of.log.size()));
      assertThat(seen.messages.values())
          .as("seed %d", seed)
          .allSatisfy(it -> assertThat(it.getRead()).isEqualTo(3));
      assertThat(state.messagesKept()).isZero();
    }
  }

  /// What a sink and clients would have been told so far.
  private static final class Monotone {
    private final long seed;
    private final Map<ByteString, ReceiptStatus> status = new HashMap<>();
    private final Map<Long, MessageStatus> messages = new HashMap<>();

    Monotone(long seed) {
      this.seed = seed;
    }

    void check(List<Effect> effects) {
      for (Effect effect : effects) {
        switch (effect) {
          case Effect.Stored(ReceiptStatus now) -> {
            var before = status.getOrDefault(now.getUser(), ReceiptStatus.getDefaultInstance());
            assertThat(now.getRead())
                .as("seed %d", seed)
                .isBetween(before.getRead(), now.getDelivered());
            assertThat(now.getDelivered()).isGreaterThanOrEqualTo(before.getDelivered());
            assertThat(now.getOwnReadCount()).isGreaterThanOrEqualTo(before.getOwnReadCount());
            status.put(now.getUser(), now);
          }
          case Effect.Took(long millis) -> assertThat(millis).isNotNegative();
          case Effect.Told(var notice) -> notice.getStatus().getMessagesList().forEach(this::check);
        }
      }
    }

    private void check(MessageStatus now) {
      var before = messages.getOrDefault(now.getSeq(), MessageStatus.getDefaultInstance());
      assertThat(now.getRead()).as("seed %d", seed).isBetween(before.getRead(), now.getDelivered());
      assertThat(now.getDelivered()).isBetween(before.getDelivered(), now.getOf());
      messages.put(now.getSeq(), now);
    }
  }

  private static ConversationReceipts reloaded(ConversationReceipts state) {
    var saved = state.save();
    var loaded = ConversationReceipts.load(saved);
    assertThat(loaded.save()).isEqualTo(saved);
    return loaded;
  }

  private void direct() {
    receipts.event(chat.open(ANN, BOB));
  }

  private void group(ByteString... members) {
    receipts.event(chat.create(members[0], List.of(members)));
  }

  private static List<MessageStatus> counts(List<Effect> effects, ByteString user) {
    var notices = told(effects, BodyCase.STATUS, user);
    assertThat(notices).hasSize(1);
    return notices.getFirst().getStatus().getMessagesList();
  }

  private static MessageStatus counted(long seq, int delivered, int read, int of) {
    return MessageStatus.newBuilder()
        .setSeq(seq)
        .setDelivered(delivered)
        .setRead(read)
        .setOf(of)
        .build();
  }

  private static ReceiptStatus status(
      ByteString user, long delivered, long read, long ownRead, long ownReadCount) {
    return ReceiptStatus.newBuilder()
        .setConversation(Chat.ID)
        .setUser(user)
        .setDelivered(delivered)
        .setRead(read)
        .setOwnRead(ownRead)
        .setOwnReadCount(ownReadCount)
        .build();
  }
}
