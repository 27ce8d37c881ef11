package dev.rivulet.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiptsFunctionTest {
  private static final ByteString ANN = Chat.id(1);
  private static final ByteString BOB = Chat.id(2);

  private final Chat chat = new Chat();
  private KeyedOneInputStreamOperatorTestHarness<
          String, Tuple3<String, Integer, byte[]>, Tuple3<Integer, byte[], byte[]>>
      job;

  @BeforeEach
  void open() throws Exception {
    job = harness();
    job.open();
    job.setProcessingTime(1_000);
  }

  @AfterEach
  void close() throws Exception {
    job.close();
  }

  @Test
  void directReadIsToldAtOnce() throws Exception {
    put(Input.of(chat.open(ANN, BOB)));
    put(Input.of(chat.say(ANN)));
    put(Input.of(Chat.read(BOB, 2)));

    assertThat(statusesTo(ANN)).hasSize(1);
    assertThat(stored().getLast().getRead()).isEqualTo(2);
  }

  @Test
  void groupOfAThousandIsToldOnceIn200Milliseconds() throws Exception {
    var members = new ArrayList<>(IntStream.range(100, 1_100).mapToObj(Chat::id).toList());
    members.addFirst(ANN);
    put(Input.of(chat.create(ANN, members)));
    for (int message = 0; message < 100; message++) {
      put(Input.of(chat.say(ANN)));
    }
    for (var member : members.subList(1, members.size())) {
      put(Input.of(Chat.read(member, chat.log.size())));
    }
    assertThat(statusesTo(ANN)).isEmpty();

    job.setProcessingTime(1_200);

    assertThat(statusesTo(ANN)).hasSize(1);
    var messages = statusesTo(ANN).getFirst().getStatus().getMessagesList();
    assertThat(messages)
        .hasSize(100)
        .allSatisfy(
            it -> {
              assertThat(it.getRead()).isEqualTo(1_000);
              assertThat(it.getOf()).isEqualTo(1_000);
            });
    job.setProcessingTime(5_000);
    assertThat(statusesTo(ANN)).hasSize(1);
  }

  @Test
  void whatWasPendingIsToldAfterARestore() throws Exception {
    put(Input.of(chat.create(ANN, List.of(ANN, BOB))));
    put(Input.of(chat.say(ANN)));
    put(Input.of(Chat.read(BOB, 2)));

    restart(job.snapshot(1, 1_100));
    job.setProcessingTime(2_000);

    assertThat(statusesTo(ANN)).hasSize(1);
    assertThat(statusesTo(ANN).getFirst().getStatus().getMessages(0).getRead()).isEqualTo(1);
  }

  @Test
  void recordsSinceTheCheckpointMayComeAgain() throws Exception {
    put(Input.of(chat.open(ANN, BOB)));
    put(Input.of(chat.say(ANN)));
    var checkpoint = job.snapshot(1, 1_100);
    var next = chat.say(ANN);
    put(Input.of(next));
    put(Input.of(Chat.read(BOB, 3)));
    var first = stored();

    restart(checkpoint);
    put(Input.of(next));
    put(Input.of(Chat.read(BOB, 3)));
    put(Input.of(next));

    assertThat(stored().getLast()).isEqualTo(first.getLast());
  }

  @Test
  void jobWithoutStateTellsNothingOlderThanWhatWasTold() throws Exception {
    put(Input.of(chat.open(ANN, BOB)));
    put(Input.of(chat.say(ANN)));
    put(Input.of(Chat.read(BOB, 2)));
    var told = stored();

    job.close();
    job = harness();
    job.open();
    for (var status : told) {
      put(Input.of(status));
    }
    for (var event : chat.log) {
      put(Input.of(event));
    }

    assertThat(stored()).isEmpty();
  }

  @Test
  void receiptBeforeItsMembershipCountsOnceThatIsThere() throws Exception {
    var opened = chat.open(ANN, BOB);
    var said = chat.say(ANN);
    put(Input.of(Chat.delivered(BOB, 2)));
    put(Input.of(Chat.read(BOB, 2)));
    assertThat(job.extractOutputValues()).isEmpty();

    put(Input.of(opened));
    put(Input.of(said));

    assertThat(statusesTo(ANN).getLast().getStatus().getOther().getRead()).isEqualTo(2);
  }

  @Test
  void receiptOfAStrangerIsForgotten() throws Exception {
    put(Input.of(Chat.read(BOB, 2)));
    assertThat(job.numKeyedStateEntries()).isEqualTo(1);

    job.setProcessingTime(1_000 + 2 * ReceiptsFunction.EARLY_MILLIS);

    assertThat(job.numKeyedStateEntries()).isZero();
    put(Input.of(chat.open(ANN, BOB)));
    put(Input.of(chat.say(ANN)));
    assertThat(statusesTo(ANN)).isEmpty();
  }

  @Test
  void receiptOfAGroupBeforeItsMessageIsToldToTheSender() throws Exception {
    put(Input.of(chat.create(ANN, List.of(ANN, BOB))));
    var said = chat.say(ANN);
    put(Input.of(Chat.read(BOB, 2)));
    put(Input.of(said));

    job.setProcessingTime(1_200);

    assertThat(statusesTo(ANN)).hasSize(1);
    assertThat(statusesTo(ANN).getFirst().getStatus().getMessages(0).getRead()).isEqualTo(1);
  }

  @Test
  void repeatedReceiptIsEchoedUnlessItIsReadAgainLater() throws Exception {
    put(Input.of(chat.open(ANN, BOB)));
    put(Input.of(chat.say(ANN)));
    put(Input.of(Chat.read(BOB, 2)));
    int before = told().size();

    put(Input.of(Chat.read(BOB, 2)));
    assertThat(told()).hasSize(before + 1);
    job.setProcessingTime(2 * ReceiptsFunction.ECHO_MILLIS);
    put(Input.of(Chat.read(BOB, 2)));
    assertThat(told()).hasSize(before + 1);
  }

  @Test
  void whatWasToldIsStoredAgainIfAnEventOvertakesIt() throws Exception {
    put(Input.of(chat.open(ANN, BOB)));
    put(Input.of(chat.say(ANN)));
    put(Input.of(Chat.read(BOB, 2)));
    var told = stored().getLast();

    job.close();
    job = harness();
    job.open();
    put(Input.of(chat.log.getFirst()));
    put(Input.of(told));

    assertThat(stored().getLast()).isEqualTo(told);
  }

  @Test
  void delayIsFromTheEventToTheReceiptThatCoversItFirst() throws Exception {
    put(Input.of(chat.create(ANN, List.of(ANN, BOB))));
    put(Input.of(chat.say(ANN)));
    var early = chat.say(ANN);
    job.processElement(Input.of(Chat.delivered(BOB, 3)), 3_250);
    put(Input.of(early));
    job.processElement(Input.of(Chat.read(BOB, 3)), 9_000);

    var delays = job.getSideOutput(ReceiptsFunction.DELAYS).stream().map(it -> it.getValue());
    assertThat(delays).containsExactly(1_250L, 250L);
  }

  @Test
  void unreadableRecordBecomesADeadLetter() throws Exception {
    var letter = DeadLetter.newBuilder().setTopic("rivulet.receipts").setOffset(7).build();
    put(Input.of(letter));

    var written = job.extractOutputValues();
    assertThat(written).hasSize(1);
    assertThat(written.getFirst().f0).isEqualTo(Output.DEAD_LETTER);
    assertThat(DeadLetter.parseFrom(written.getFirst().f2)).isEqualTo(letter);
  }

  private static KeyedOneInputStreamOperatorTestHarness<
          String, Tuple3<String, Integer, byte[]>, Tuple3<Integer, byte[], byte[]>>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new ReceiptsFunction(200)), it -> it.f0, Types.STRING);
  }

  private void restart(OperatorSubtaskState from) throws Exception {
    job.close();
    job = harness();
    job.initializeState(from);
    job.open();
  }

  private void put(Tuple3<String, Integer, byte[]> input) throws Exception {
    job.processElement(input, 1);
  }

  private List<ReceiptStatus> stored() throws InvalidProtocolBufferException {
    var stored = new ArrayList<ReceiptStatus>();
    for (var output : job.extractOutputValues()) {
      if (output.f0 == Output.STATUS) {
        stored.add(ReceiptStatus.parseFrom(output.f2));
      }
    }
    return stored;
  }

  private List<Notice> told() throws InvalidProtocolBufferException {
    var told = new ArrayList<Notice>();
    for (var output : job.extractOutputValues()) {
      if (output.f0 == Output.NOTICE) {
        told.add(Notice.parseFrom(output.f2));
      }
    }
    return told;
  }

  private List<Notice> statusesTo(ByteString user) throws InvalidProtocolBufferException {
    return told().stream().filter(it -> it.hasStatus() && it.getUser().equals(user)).toList();
  }
}
