package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/// What the job reads, as Flink carries it: the conversation's id as text (the key), which kind of
/// record, and its bytes.
final class Input {
  static final TypeInformation<Tuple3<String, Integer, byte[]>> TYPE =
      Types.TUPLE(Types.STRING, Types.INT, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  static final int EVENT = 1;
  static final int RECEIPT = 2;
  static final int STATUS = 3;
  static final int UNREADABLE = 4;

  private Input() {}

  static Tuple3<String, Integer, byte[]> of(Event event) {
    return Tuple3.of(text(event.getConversation()), EVENT, event.toByteArray());
  }

  static Tuple3<String, Integer, byte[]> of(Receipt receipt) {
    return Tuple3.of(text(receipt.getConversation()), RECEIPT, receipt.toByteArray());
  }

  static Tuple3<String, Integer, byte[]> of(ReceiptStatus status) {
    return Tuple3.of(text(status.getConversation()), STATUS, status.toByteArray());
  }

  /// A record that says nothing to any conversation.
  static Tuple3<String, Integer, byte[]> of(DeadLetter letter) {
    return Tuple3.of("", UNREADABLE, letter.toByteArray());
  }

  private static String text(ByteString conversation) {
    return Ids.uuid(conversation).toString();
  }
}
