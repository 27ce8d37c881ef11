package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/// Keeps one [ConversationReceipts] per key.
///
/// After a restore the records since the checkpoint come again: the fold's numbers only grow, so
/// what is told again is what was told before.
///
/// A device may see a message before its event is committed, and so may speak of a conversation
/// that is not known here yet, or for somebody whose joining is not: such a receipt waits for a
/// while. One of somebody who never becomes a member is then forgotten.
public final class ReceiptsFunction
    extends KeyedProcessFunction<
        String, Tuple3<String, Integer, byte[]>, Tuple3<Integer, byte[], byte[]>> {
  /// How long messages took, in milliseconds.
  static final OutputTag<Long> DELAYS = new OutputTag<>("delays", Types.LONG);

  /// Part of every savepoint.
  static final String STATE = "conversation-receipts";

  /// Part of every savepoint: receipts by user, with the time at which they are forgotten.
  static final String EARLY = "early-receipts";

  /// Longer than a failed-over decider holds committed events back.
  static final long EARLY_MILLIS = 30_000;

  /// A device that has waited as long has attached again or gone; what it missed it learns by
  /// claiming again.
  static final long ECHO_MILLIS = 60_000;

  /// Users of one conversation whose receipts wait; a claim of one more counts when it is repeated.
  static final int EARLY_MAX = 1_000;

  private static final long EARLY_GRID_MILLIS = 1_000;
  private static final long serialVersionUID = 2L;

  private final long coalesceMillis;

  // Set by open, which Flink calls before anything else.
  @SuppressWarnings("NullAway.Init")
  private transient ValueState<ConversationReceipts> state;

  @SuppressWarnings("NullAway.Init")
  private transient MapState<String, Tuple2<Long, byte[]>> early;

  /// @param coalesceMillis senders in a group are told at most once in this time
  public ReceiptsFunction(long coalesceMillis) {
    this.coalesceMillis = coalesceMillis;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    state = runtime.getState(new ValueStateDescriptor<>(STATE, ReceiptsSerializer.INSTANCE));
    early =
        runtime.getMapState(
            new MapStateDescriptor<>(
                EARLY,
                Types.STRING,
                Types.TUPLE(Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
  }

  @Override
  public void processElement(
      Tuple3<String, Integer, byte[]> input,
      Context context,
      Collector<Tuple3<Integer, byte[], byte[]>> out)
      throws Exception {
    if (input.f1 == Input.UNREADABLE) {
      out.collect(Output.deadLetter(input.f2));
      return;
    }
    var known = state.value();
    var receipts = known == null ? new ConversationReceipts(conversation(input.f0)) : known;
    switch (input.f1) {
      case Input.EVENT -> {
        write(receipts.event(Event.parseFrom(input.f2)), context, out);
        takeEarly(receipts, context, out);
      }
      case Input.RECEIPT -> {
        var receipt = Receipt.parseFrom(input.f2);
        if (!receipts.has(receipt.getUser())) {
          keepEarly(receipt, context);
          return;
        }
        write(fresh(receipts.receipt(receipt, time(context)), context), context, out);
      }
      case Input.STATUS -> write(receipts.restore(ReceiptStatus.parseFrom(input.f2)), context, out);
      default -> throw new IllegalArgumentException("no kind of record: " + input.f1);
    }
    keep(receipts, context);
  }

  @Override
  public void onTimer(
      long time, OnTimerContext context, Collector<Tuple3<Integer, byte[], byte[]>> out)
      throws Exception {
    for (var entry = early.iterator(); entry.hasNext(); ) {
      if (entry.next().getValue().f0 <= time) {
        entry.remove();
      }
    }
    if (early.isEmpty()) {
      early.clear();
    }
    var receipts = state.value();
    if (receipts != null && receipts.pending()) {
      write(receipts.flush(), context, out);
      keep(receipts, context);
    }
  }

  /// Receipts that are read again after a while are no longer waited for.
  private static List<Effect> fresh(List<Effect> effects, Context context) {
    long time = time(context);
    boolean old = time > 0 && context.timerService().currentProcessingTime() - time > ECHO_MILLIS;
    return old ? effects.stream().filter(it -> !it.toOneDevice()).toList() : effects;
  }

  /// When the broker got the record; 0 if that is not known.
  private static long time(Context context) {
    Long time = context.timestamp();
    return time == null ? 0 : time;
  }

  private void keepEarly(Receipt receipt, Context context) throws Exception {
    var user = Ids.uuid(receipt.getUser()).toString();
    Tuple2<Long, byte[]> before = early.get(user);
    if (before == null && count(early.keys()) >= EARLY_MAX) {
      return;
    }
    long now = context.timerService().currentProcessingTime();
    long until = ((now + EARLY_MILLIS) / EARLY_GRID_MILLIS + 1) * EARLY_GRID_MILLIS;
    early.put(user, Tuple2.of(until, larger(before, receipt).toByteArray()));
    context.timerService().registerProcessingTimeTimer(until);
  }

  private static Receipt larger(@Nullable Tuple2<Long, byte[]> before, Receipt receipt)
      throws Exception {
    if (before == null) {
      return receipt;
    }
    var earlier = Receipt.parseFrom(before.f1);
    return receipt.toBuilder()
        .setDelivered(Math.max(earlier.getDelivered(), receipt.getDelivered()))
        .setRead(Math.max(earlier.getRead(), receipt.getRead()))
        .setPrivate(earlier.getPrivate() || receipt.getPrivate())
        .build();
  }

  private static int count(Iterable<String> keys) {
    int count = 0;
    for (var keyed = keys.iterator(); keyed.hasNext(); keyed.next()) {
      count++;
    }
    return count;
  }

  private void takeEarly(
      ConversationReceipts receipts,
      Context context,
      Collector<Tuple3<Integer, byte[], byte[]>> out)
      throws Exception {
    if (early.isEmpty()) {
      return;
    }
    var now = new ArrayList<Receipt>();
    for (Map.Entry<String, Tuple2<Long, byte[]>> entry : early.entries()) {
      var receipt = Receipt.parseFrom(entry.getValue().f1);
      if (receipts.has(receipt.getUser())) {
        now.add(receipt);
      }
    }
    for (Receipt receipt : now) {
      early.remove(Ids.uuid(receipt.getUser()).toString());
      write(receipts.receipt(receipt), context, out);
    }
  }

  private void keep(ConversationReceipts receipts, Context context) throws Exception {
    state.update(receipts);
    if (receipts.pending()) {
      // The same time until it has come: registered again, it is still one timer.
      long now = context.timerService().currentProcessingTime();
      long next = (now / coalesceMillis + 1) * coalesceMillis;
      context.timerService().registerProcessingTimeTimer(next);
    }
  }

  private static void write(
      List<Effect> effects, Context context, Collector<Tuple3<Integer, byte[], byte[]>> out) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Stored(var status) -> out.collect(Output.of(status));
        case Effect.Told(var notice) -> out.collect(Output.of(notice));
        case Effect.Took(long millis) -> context.output(DELAYS, millis);
      }
    }
  }

  private static ByteString conversation(String key) {
    return Ids.bytes(UUID.fromString(key));
  }
}
