package dev.rivulet.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.topic.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The process with Flink inside it, on a real broker.
@Tag("slow")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ReceiptAggregatorIT {
  private static final ByteString ANN = Chat.id(1);
  private static final ByteString BOB = Chat.id(2);

  @TempDir static Path directory;
  private static ReceiptStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new ReceiptStack(directory);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void statusesOutliveARestartAndTheLossOfAllState() throws Exception {
    var chat = new Chat();
    stack.event(chat.open(ANN, BOB));
    stack.event(chat.say(ANN));
    var checkpoints = new Checkpoints(directory.resolve("checkpoints"));
    try (var running = stack.aggregator(directory)) {
      stack.receipt(Chat.read(BOB, 2));
      eventually(() -> assertThat(lastRead(BOB)).isEqualTo(2));
      assertThat(stack.notices(ANN)).anyMatch(it -> it.getStatus().getOther().getRead() == 2);
      await().atMost(ReceiptStack.PATIENCE).until(() -> checkpoints.newest().isPresent());
    }

    stack.event(chat.say(ANN));
    stack.receipt(Chat.read(BOB, 3));
    try (var running = stack.aggregator(directory)) {
      eventually(() -> assertThat(lastRead(BOB)).isEqualTo(3));
    }

    checkpoints.forgetOthers(Optional.empty());
    stack.event(chat.say(ANN));
    stack.receipt(Chat.read(BOB, 4));
    stack.bytes(Topic.RECEIPTS, new byte[] {1, 2, 3});
    try (var running = stack.aggregator(directory)) {
      eventually(() -> assertThat(lastRead(BOB)).isEqualTo(4));
      eventually(() -> assertThat(stack.read(Topic.DEAD_LETTERS)).hasSize(1));
    }
    var letter = stack.read(Topic.DEAD_LETTERS).getFirst().value();
    assertThat(DeadLetter.parseFrom(letter).getTopic()).isEqualTo(stack.name(Topic.RECEIPTS));
  }

  private static List<Long> reads(ByteString user) {
    return stack.statuses(user).stream().map(it -> it.getRead()).toList();
  }

  private static long lastRead(ByteString user) {
    return reads(user).stream().reduce(0L, (earlier, later) -> later);
  }

  private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
    await().atMost(ReceiptStack.PATIENCE).untilAsserted(assertion);
  }
}
