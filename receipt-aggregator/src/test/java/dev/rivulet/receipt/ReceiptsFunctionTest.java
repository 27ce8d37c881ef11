package dev.rivulet.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
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
  private KeyedOneInputStreamOperatorTestHarness<String, Tuple3<String, Integer, byte[]>, byte[]>
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

  private static KeyedOneInputStreamOperatorTestHarness<
          String, Tuple3<String, Integer, byte[]>, byte[]>
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
    job.processElement(input, 0);
  }

  private List<ReceiptStatus> stored() throws InvalidProtocolBufferException {
    var stored = new ArrayList<ReceiptStatus>();
    for (byte[] bytes : job.extractOutputValues()) {
      stored.add(ReceiptStatus.parseFrom(bytes));
    }
    return stored;
  }

  private List<Notice> statusesTo(ByteString user) throws InvalidProtocolBufferException {
    var told = new ArrayList<Notice>();
    var output = job.getSideOutput(ReceiptsFunction.NOTICES);
    if (output != null) {
      for (var record : output) {
        var notice = Notice.parseFrom(record.getValue());
        if (notice.hasStatus() && notice.getUser().equals(user)) {
          told.add(notice);
        }
      }
    }
    return told;
  }
}
