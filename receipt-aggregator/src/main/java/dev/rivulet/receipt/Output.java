package dev.rivulet.receipt;

import dev.rivulet.contracts.log.DeliveryLatency;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/// What the job writes, as Flink carries it: which kind of record, its key and its value. All kinds
/// share one operator and so one producer.
final class Output {
  static final TypeInformation<Tuple3<Integer, byte[], byte[]>> TYPE =
      Types.TUPLE(
          Types.INT,
          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
          PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  static final int STATUS = 1;
  static final int NOTICE = 2;
  static final int DEAD_LETTER = 3;
  static final int LATENCY = 4;

  private static final byte[] NO_KEY = {};

  private Output() {}

  static Tuple3<Integer, byte[], byte[]> of(ReceiptStatus status) {
    var key = status.getConversation().concat(status.getUser());
    return Tuple3.of(STATUS, key.toByteArray(), status.toByteArray());
  }

  static Tuple3<Integer, byte[], byte[]> of(Notice notice) {
    return Tuple3.of(NOTICE, notice.getUser().toByteArray(), notice.toByteArray());
  }

  static Tuple3<Integer, byte[], byte[]> of(DeliveryLatency latency) {
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(latency.getMinute()).array();
    return Tuple3.of(LATENCY, key, latency.toByteArray());
  }

  /// @param letter the bytes of a [DeadLetter]
  static Tuple3<Integer, byte[], byte[]> deadLetter(byte[] letter) {
    return Tuple3.of(DEAD_LETTER, NO_KEY, letter);
  }
}
