package dev.rivulet.contracts.topic;

import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/// Headers of every record: `type`, the protobuf message's full name, and `version`, that of its
/// schema. They are the same bytes for the same record, so a replay writes them again.
public final class RecordHeaders {
  public static final String TYPE = "type";
  public static final String VERSION = "version";
  private static final byte[] VERSION_1 = {'1'};

  private RecordHeaders() {}

  /// New headers for a value.
  public static Headers of(Message value) {
    return set(new org.apache.kafka.common.header.internals.RecordHeaders(), value);
  }

  /// Replaces whatever the headers held: Kafka Streams hands on those of its input.
  public static Headers set(Headers headers, Message value) {
    for (var header : headers.toArray()) {
      headers.remove(header.key());
    }
    var type = value.getDescriptorForType().getFullName().getBytes(StandardCharsets.US_ASCII);
    headers.add(new RecordHeader(TYPE, type));
    headers.add(new RecordHeader(VERSION, VERSION_1));
    return headers;
  }
}
