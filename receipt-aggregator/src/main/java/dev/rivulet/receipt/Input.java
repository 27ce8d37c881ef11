package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.ReceiptStatus;
import java.util.List;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/// What the job reads, as Flink carries it: the conversation's id as text (the key), which kind of
/// record, and its bytes.
final class Input {
  static final TypeInformation<Tuple3<String, Integer, byte[]>> TYPE =
      Types.TUPLE(Types.STRING, Types.INT, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  private static final int EVENT = 1;
  private static final int RECEIPT = 2;
  private static final int STATUS = 3;

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

  private static String text(ByteString conversation) {
    return Ids.uuid(conversation).toString();
  }

  /// Does to a conversation what the record says.
  static List<Effect> apply(Tuple3<String, Integer, byte[]> input, ConversationReceipts receipts)
      throws InvalidProtocolBufferException {
    return switch (input.f1) {
      case EVENT -> receipts.event(Event.parseFrom(input.f2));
      case RECEIPT -> receipts.receipt(Receipt.parseFrom(input.f2));
      case STATUS -> {
        receipts.restore(ReceiptStatus.parseFrom(input.f2));
        yield List.of();
      }
      default -> throw new IllegalArgumentException("no kind of record: " + input.f1);
    };
  }
}
