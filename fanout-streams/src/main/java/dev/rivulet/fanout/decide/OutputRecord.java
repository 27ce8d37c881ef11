package dev.rivulet.fanout.decide;

import com.google.protobuf.Message;
import dev.rivulet.contracts.topic.Topic;

/// One record to write. `message` is what `value` holds; the headers name its type.
// Bytes of the log: never changed, never compared as a record.
@SuppressWarnings("ArrayRecordComponent")
public record OutputRecord(Topic topic, int partition, byte[] key, byte[] value, Message message) {}
