package dev.rivulet.router;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.RecordHeaders;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Feeds [Route] from the four topics. It hangs off the sources of `sessions` and `big-members`
/// themselves: what Streams restores into a read-only store passes no processor, so `init` builds
/// the indexes from the stores and this sees the rest.
final class RouteProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private static final int KEY_BYTES = 32;
  private final RouterTopology.Names topics;
  private final StartPosition starts;
  private final RouterMeters meters;
  private final long sessionAgeMax;
  private ProcessorContext<byte[], byte[]> context;
  private Route route;

  RouteProcessor(
      RouterTopology.Names topics, StartPosition starts, RouterMeters meters, long sessionAgeMax) {
    this.topics = topics;
    this.starts = starts;
    this.meters = meters;
    this.sessionAgeMax = sessionAgeMax;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    int partition = context.taskId().partition();
    route = new Route(partition, starts.of(partition));
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(RouterTopology.STORE);
    long oldest = context.currentSystemTimeMs() - sessionAgeMax;
    try (var entries = store.all()) {
      while (entries.hasNext()) {
        var session = readSession(entries.next().value);
        if (session != null && session.getAttachedAt() >= oldest) {
          route.restore(session);
        }
      }
    }
    restoreBigMembers();
    starts.bigMembers(partition, this::restoreBigMember);
    meters.sessions(partition, route.sessions());
  }

  private void restoreBigMembers() {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(RouterTopology.BIG_STORE);
    try (var entries = store.all()) {
      while (entries.hasNext()) {
        restoreBigMember(entries.next().value);
      }
    }
  }

  private void restoreBigMember(byte[] value) {
    var member = readBigMember(value);
    if (member != null) {
      route.restore(member);
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var place =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without a place"));
    try {
      route(record, place);
    } catch (InvalidProtocolBufferException unreadable) {
      deadLetter(record, place);
    }
  }

  private void route(Record<byte[], byte[]> record, RecordMetadata place)
      throws InvalidProtocolBufferException {
    boolean session = place.topic().equals(topics.sessions());
    if (record.value() == null && !session) {
      throw new InvalidProtocolBufferException("no value");
    }
    if (place.topic().equals(topics.inbox())) {
      var inbox = InboxRecord.parseFrom(record.value());
      forward(record.timestamp(), route.inbox(inbox, place.offset(), record.timestamp()));
    } else if (place.topic().equals(topics.notices())) {
      forward(record.timestamp(), route.notice(Notice.parseFrom(record.value())));
    } else if (place.topic().equals(topics.bigMembers())) {
      forward(record.timestamp(), route.bigMember(BigMember.parseFrom(record.value())));
    } else {
      session(record);
      meters.sessions(place.partition(), route.sessions());
    }
  }

  private void session(Record<byte[], byte[]> record) throws InvalidProtocolBufferException {
    if (record.key().length != KEY_BYTES) {
      throw new InvalidProtocolBufferException("a sessions key has 32 bytes");
    }
    if (record.value() == null) {
      var key = ByteString.copyFrom(record.key());
      route.sessionEnded(key.substring(0, 16), key.substring(16));
    } else {
      forward(record.timestamp(), route.session(parsed(record.value())));
    }
  }

  private void forward(long timestamp, List<Route.Routed> deliveries) {
    for (var routed : deliveries) {
      var value = routed.delivery().toByteArray();
      var headers = RecordHeaders.of(routed.delivery());
      context.forward(
          new Record<>(Partitions.key(routed.slot()), value, timestamp, headers),
          RouterTopology.DELIVERIES);
      meters.delivered(value.length);
    }
  }

  private void deadLetter(Record<byte[], byte[]> record, RecordMetadata place) {
    var letter =
        DeadLetter.newBuilder()
            .setTopic(place.topic())
            .setPartition(place.partition())
            .setOffset(place.offset())
            .setReason("unreadable");
    if (record.value() != null) {
      letter.setValue(ByteString.copyFrom(record.value()));
    }
    var value = letter.build();
    context.forward(
        new Record<>(new byte[0], value.toByteArray(), record.timestamp(), RecordHeaders.of(value)),
        RouterTopology.DEAD_LETTERS);
    meters.deadLetter();
  }

  /// A delivery to a slot that cannot be would stop the task, and again after every restart.
  private static SessionRecord parsed(byte[] value) throws InvalidProtocolBufferException {
    var session = SessionRecord.parseFrom(value);
    if (session.getSlot() < 0) {
      throw new InvalidProtocolBufferException("slot " + session.getSlot());
    }
    return session;
  }

  private static @Nullable SessionRecord readSession(byte[] value) {
    try {
      return parsed(value);
    } catch (InvalidProtocolBufferException unreadable) {
      // It became a dead letter when it came; a session that nobody can read has no deliveries.
      return null;
    }
  }

  private static @Nullable BigMember readBigMember(byte[] value) {
    try {
      return BigMember.parseFrom(value);
    } catch (InvalidProtocolBufferException unreadable) {
      // It became a dead letter when it came.
      return null;
    }
  }
}
