package dev.rivulet.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/// A savepoint that was taken before messages had a time and members a time of their claim. In it
/// Ann has opened a 1:1 and said something, and Bob's device has it.
class OlderSavepointTest {
  private static final ByteString ANN = Chat.id(1);
  private static final ByteString BOB = Chat.id(2);

  private final Chat chat = new Chat();

  @Test
  void stateOfAnOlderVersionIsGoneOnWith() throws Exception {
    chat.open(ANN, BOB);
    chat.say(ANN);
    int held = 0;
    for (int subtask = 0; subtask < saved().getParallelism(); subtask++) {
      try (var job = restored(subtask)) {
        if (job.numKeyedStateEntries() > 0) {
          held++;
          goesOn(job);
        }
      }
    }
    assertThat(held).isEqualTo(1);
  }

  private void goesOn(
      KeyedOneInputStreamOperatorTestHarness<
              String, Tuple3<String, Integer, byte[]>, Tuple3<Integer, byte[], byte[]>>
          job)
      throws Exception {
    job.processElement(Input.of(chat.log.getLast()), 1);
    assertThat(job.extractOutputValues()).isEmpty();
    job.processElement(Input.of(Chat.read(BOB, 2)), 1);
    var status = ReceiptStatus.parseFrom(job.extractOutputValues().getFirst().f2);
    assertThat(status.getRead()).isEqualTo(2);
    assertThat(status.getOwnReadCount()).isEqualTo(1);
    assertThat(job.getSideOutput(ReceiptsFunction.DELAYS)).isNullOrEmpty();

    job.processElement(Input.of(chat.say(ANN)), 1);
    job.processElement(Input.of(Chat.read(BOB, 3)), 3_100);
    assertThat(job.getSideOutput(ReceiptsFunction.DELAYS))
        .singleElement()
        .satisfies(it -> assertThat(it.getValue()).isEqualTo(100));
  }

  private static KeyedOneInputStreamOperatorTestHarness<
          String, Tuple3<String, Integer, byte[]>, Tuple3<Integer, byte[], byte[]>>
      restored(int subtask) throws Exception {
    var saved = saved();
    var job =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new ReceiptsFunction(200)),
            it -> it.f0,
            Types.STRING,
            saved.getMaxParallelism(),
            saved.getParallelism(),
            subtask);
    job.initializeState(saved.getState(subtask));
    job.open();
    return job;
  }

  private static OperatorState saved() throws IOException {
    try (var in = OlderSavepointTest.class.getResourceAsStream("savepoint-1/_metadata")) {
      return Checkpoints.loadCheckpointMetadata(
              new DataInputStream(Objects.requireNonNull(in)),
              OlderSavepointTest.class.getClassLoader(),
              "savepoint-1")
          .getOperatorStates()
          .stream()
          .filter(it -> it.getOperatorUid().orElse("").equals(ReceiptGraph.FUNCTION))
          .findFirst()
          .orElseThrow();
    }
  }
}
