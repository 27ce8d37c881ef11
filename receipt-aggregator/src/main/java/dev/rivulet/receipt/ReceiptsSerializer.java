package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import dev.rivulet.receipt.state.ReceiptsState;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/// State as protobuf with its length before it. It is the state's schema that grows, never this
/// form: a savepoint of any earlier version is read as it is.
public final class ReceiptsSerializer extends TypeSerializerSingleton<ConversationReceipts> {
  static final ReceiptsSerializer INSTANCE = new ReceiptsSerializer();
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public ConversationReceipts createInstance() {
    return new ConversationReceipts(ByteString.EMPTY);
  }

  @Override
  public ConversationReceipts copy(ConversationReceipts from) {
    return ConversationReceipts.load(from.save());
  }

  @Override
  public ConversationReceipts copy(ConversationReceipts from, ConversationReceipts reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(ConversationReceipts receipts, DataOutputView target) throws IOException {
    byte[] bytes = receipts.save().toByteArray();
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  @Override
  public ConversationReceipts deserialize(DataInputView source) throws IOException {
    return ConversationReceipts.load(ReceiptsState.parseFrom(bytes(source)));
  }

  @Override
  public ConversationReceipts deserialize(ConversationReceipts reuse, DataInputView source)
      throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    byte[] bytes = bytes(source);
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  private static byte[] bytes(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return bytes;
  }

  @Override
  public TypeSerializerSnapshot<ConversationReceipts> snapshotConfiguration() {
    return new Snapshot();
  }

  /// Its class name stands in savepoints.
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ConversationReceipts> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
