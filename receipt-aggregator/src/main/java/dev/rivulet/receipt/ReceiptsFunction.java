package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/// Keeps one [ConversationReceipts] per key. Statuses are its output, notices a side output; both
/// as the bytes of their records.
///
/// After a restore the records since the checkpoint come again: the fold's numbers only grow, so
/// what is told again is what was told before.
public final class ReceiptsFunction
    extends KeyedProcessFunction<String, Tuple3<String, Integer, byte[]>, byte[]> {
  static final OutputTag<byte[]> NOTICES =
      new OutputTag<>("notices", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  /// Part of every savepoint.
  static final String STATE = "conversation-receipts";

  private static final long serialVersionUID = 1L;

  private final long coalesceMillis;

  // Set by open, which Flink calls before anything else.
  @SuppressWarnings("NullAway.Init")
  private transient ValueState<ConversationReceipts> state;

  /// @param coalesceMillis senders in a group are told at most once in this time
  public ReceiptsFunction(long coalesceMillis) {
    this.coalesceMillis = coalesceMillis;
  }

  @Override
  public void open(OpenContext context) {
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>(STATE, ReceiptsSerializer.INSTANCE));
  }

  @Override
  public void processElement(
      Tuple3<String, Integer, byte[]> input, Context context, Collector<byte[]> statuses)
      throws IOException {
    var receipts = state.value();
    if (receipts == null) {
      receipts = new ConversationReceipts(conversation(input.f0));
    }
    write(Input.apply(input, receipts), context, statuses);
    keep(receipts, context);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<byte[]> statuses)
      throws IOException {
    var receipts = state.value();
    if (receipts != null) {
      write(receipts.flush(), context, statuses);
      keep(receipts, context);
    }
  }

  private void keep(ConversationReceipts receipts, Context context) throws IOException {
    state.update(receipts);
    if (receipts.pending()) {
      // The same time until it has come: registered again, it is still one timer.
      long now = context.timerService().currentProcessingTime();
      long next = (now / coalesceMillis + 1) * coalesceMillis;
      context.timerService().registerProcessingTimeTimer(next);
    }
  }

  private static void write(List<Effect> effects, Context context, Collector<byte[]> statuses) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Stored(var status) -> statuses.collect(status.toByteArray());
        case Effect.Told(var notice) -> context.output(NOTICES, notice.toByteArray());
      }
    }
  }

  private static ByteString conversation(String key) {
    return Ids.bytes(UUID.fromString(key));
  }
}
