package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Keys of the decider's store. A conversation's members lie side by side, sorted by their bytes.
final class StateKeys {
  private StateKeys() {}

  static byte[] partition(int partition) {
    return ByteBuffer.allocate(5).put((byte) 'C').putInt(partition).array();
  }

  static byte[] head(ByteString conversation) {
    return join('H', conversation, ByteString.EMPTY);
  }

  static byte[] members(ByteString conversation) {
    return join('M', conversation, ByteString.EMPTY);
  }

  static byte[] member(ByteString conversation, ByteString user) {
    return join('M', conversation, user);
  }

  /// The user of a key that [#member] made.
  static ByteString user(byte[] memberKey) {
    return ByteString.copyFrom(memberKey, 17, 16);
  }

  static byte[] sender(ByteString conversation, ByteString user, ByteString device) {
    return join('S', conversation, user.concat(device));
  }

  static byte[] place(ByteString conversation, ByteString user, ByteString device, int place) {
    var number = new byte[] {(byte) (place >> 8), (byte) place};
    return join('I', conversation, user.concat(device).concat(ByteString.copyFrom(number)));
  }

  static byte[] outcome(
      ByteString conversation, ByteString user, ByteString device, String clientMessageId) {
    var id = ByteString.copyFrom(clientMessageId, StandardCharsets.UTF_8);
    return join('O', conversation, user.concat(device).concat(id));
  }

  private static byte[] join(char kind, ByteString conversation, ByteString rest) {
    var key = new byte[1 + conversation.size() + rest.size()];
    key[0] = (byte) kind;
    conversation.copyTo(key, 1);
    rest.copyTo(key, 1 + conversation.size());
    return key;
  }
}
