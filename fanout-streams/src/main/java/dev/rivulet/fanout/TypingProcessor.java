package dev.rivulet.fanout;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Typing;
import dev.rivulet.contracts.log.Writing;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.fanout.decide.Audience;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/// Tells the members of a conversation that one of them is writing. It only reads the decider's
/// state and writes nothing but notices, so it may read the clock, and what it drops is missed by
/// nobody.
final class TypingProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  /// A little less than the interval that gateways keep, each for its own sessions.
  private static final long INTERVAL_MS = Bounds.TYPING_INTERVAL_MS - 500L;

  private static final int WRITERS_MAX = 10_000;

  private final int userPartitions;
  private final long ageMax;
  private final TypingMeters meters;
  private ProcessorContext<byte[], byte[]> context;
  private Audience audience;
  private Map<ByteString, Long> saidAt = Map.of();

  TypingProcessor(int userPartitions, long ageMaxMillis, TypingMeters meters) {
    this.userPartitions = userPartitions;
    this.ageMax = ageMaxMillis;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(FanoutTopology.STORE);
    audience = new Audience(new StreamsStateStore(store), userPartitions);
    saidAt = new LinkedHashMap<>();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (context.currentSystemTimeMs() - record.timestamp() > ageMax) {
      meters.shed.increment();
      return;
    }
    try {
      tell(Typing.parseFrom(record.value()), record.timestamp());
    } catch (InvalidProtocolBufferException unreadable) {
      meters.dropped.increment();
    }
  }

  private void tell(Typing typing, long time) {
    var conversation = typing.getConversation();
    boolean whole = conversation.size() == Ids.BYTES && typing.getUser().size() == Ids.BYTES;
    var others =
        whole && inTime(typing.getUser(), time)
            ? audience.of(conversation, typing.getUser())
            : Map.<Integer, ByteString>of();
    others.forEach((partition, recipients) -> forward(typing, partition, recipients, time));
    (others.isEmpty() ? meters.dropped : meters.told).increment();
  }

  private boolean inTime(ByteString user, long time) {
    Long before = saidAt.get(user);
    if (before != null && time - before < INTERVAL_MS) {
      return false;
    }
    saidAt.remove(user);
    saidAt.put(user, time);
    if (saidAt.size() > WRITERS_MAX) {
      saidAt.remove(saidAt.keySet().iterator().next());
    }
    return true;
  }

  private void forward(Typing typing, int partition, ByteString recipients, long time) {
    var notice =
        Notice.newBuilder()
            .setWriting(
                Writing.newBuilder()
                    .setConversation(typing.getConversation())
                    .setUser(typing.getUser())
                    .setRecipients(recipients))
            .build();
    context.forward(
        new Record<>(
            Partitions.key(partition), notice.toByteArray(), time, RecordHeaders.of(notice)),
        FanoutTopology.WRITING);
  }
}
