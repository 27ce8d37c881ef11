package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.rivulet.fanout.decide.state.Head;
import dev.rivulet.fanout.decide.state.Membership;
import dev.rivulet.fanout.decide.state.Outcome;
import dev.rivulet.fanout.decide.state.PartitionState;
import dev.rivulet.fanout.decide.state.Sender;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Reads of the store by meaning.
final class ConversationState {
  private final StateStore store;

  ConversationState(StateStore store) {
    this.store = store;
  }

  PartitionState partition(int partition) {
    var found = read(StateKeys.partition(partition), PartitionState.parser());
    return found != null
        ? found
        : PartitionState.newBuilder().setRules(RuleSet.FIRST.number()).build();
  }

  @Nullable Head head(ByteString conversation) {
    return read(StateKeys.head(conversation), Head.parser());
  }

  @Nullable Membership membership(ByteString conversation, ByteString user) {
    return read(StateKeys.member(conversation, user), Membership.parser());
  }

  /// Everybody who is or was a member, sorted by user id.
  void memberships(ByteString conversation, BiConsumer<ByteString, Membership> visitor) {
    store.scan(
        StateKeys.members(conversation),
        (key, value) -> visitor.accept(StateKeys.user(key), parse(value, Membership.parser())));
  }

  Sender sender(ByteString conversation, ByteString user, ByteString device) {
    var found = read(StateKeys.sender(conversation, user, device), Sender.parser());
    return found != null ? found : Sender.getDefaultInstance();
  }

  @Nullable Outcome outcome(
      ByteString conversation, ByteString user, ByteString device, String clientMessageId) {
    var key = StateKeys.outcome(conversation, user, device, clientMessageId);
    return read(key, Outcome.parser());
  }

  @Nullable String idAt(ByteString conversation, ByteString user, ByteString device, int place) {
    byte[] id = store.get(StateKeys.place(conversation, user, device, place));
    return id == null ? null : ByteString.copyFrom(id).toStringUtf8();
  }

  static boolean active(@Nullable Membership membership) {
    int intervals = membership == null ? 0 : membership.getIntervalsCount();
    return membership != null
        && intervals > 0
        && membership.getIntervals(intervals - 1).getUntil() == 0;
  }

  static boolean sees(Membership membership, long seq) {
    for (var interval : membership.getIntervalsList()) {
      boolean begun = interval.getFrom() <= seq;
      if (begun && (interval.getUntil() == 0 || seq < interval.getUntil())) {
        return true;
      }
    }
    return false;
  }

  private <T> @Nullable T read(byte[] key, Parser<T> parser) {
    byte[] value = store.get(key);
    return value == null ? null : parse(value, parser);
  }

  private static <T> T parse(byte[] value, Parser<T> parser) {
    try {
      return parser.parseFrom(value);
    } catch (InvalidProtocolBufferException ourOwnState) {
      throw new IllegalStateException("the decider's state is unreadable", ourOwnState);
    }
  }
}
