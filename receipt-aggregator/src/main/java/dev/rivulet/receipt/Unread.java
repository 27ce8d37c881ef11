package dev.rivulet.receipt;

import com.google.protobuf.ByteString;
import dev.rivulet.receipt.state.MessageState;
import dev.rivulet.receipt.state.ReceiptsState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The messages of one conversation that somebody has not read, the newest up to a bound, and those
/// among them whose numbers have changed since their senders were told.
final class Unread {
  /// @param count of user messages up to and including it
  /// @param time of its event, in milliseconds since 1970; 0 if that is not known
  record Message(long seq, ByteString sender, long count, long time) {}

  private final int messagesMax;
  private final TreeMap<Long, Message> messages = new TreeMap<>();
  private final TreeSet<Long> changed = new TreeSet<>();

  Unread(int messagesMax) {
    this.messagesMax = messagesMax;
  }

  void add(Message message) {
    messages.put(message.seq(), message);
    if (messages.size() > messagesMax) {
      long dropped = messages.pollFirstEntry().getKey();
      changed.remove(dropped);
    }
  }

  /// The watermark of a user has moved over these seqs: others' messages among them have new
  /// numbers.
  void changed(ByteString user, long after, long upTo) {
    for (Message message : messages.subMap(Math.min(after, upTo), false, upTo, true).values()) {
      if (!message.sender().equals(user)) {
        changed.add(message.seq());
      }
    }
  }

  /// How long others' messages among these seqs have taken to a user who got them at `time`, in
  /// milliseconds.
  List<Long> delays(ByteString user, long after, long upTo, long time) {
    var delays = new ArrayList<Long>();
    for (Message message : messages.subMap(after, false, upTo, true).values()) {
      if (message.time() > 0 && !message.sender().equals(user)) {
        delays.add(Math.max(0, time - message.time()));
      }
    }
    return delays;
  }

  boolean anyChanged() {
    return !changed.isEmpty();
  }

  /// Takes what has changed, by sender and in the order of seq: at most so many of each; the rest
  /// stays for the next time.
  Map<ByteString, List<Message>> takeChanged(int eachMax) {
    var taken =
        new TreeMap<ByteString, List<Message>>(ByteString.unsignedLexicographicalComparator());
    for (var seqs = changed.iterator(); seqs.hasNext(); ) {
      Message message = messages.get(seqs.next());
      if (message == null) {
        seqs.remove();
        continue;
      }
      var ofSender = taken.computeIfAbsent(message.sender(), sender -> new ArrayList<>());
      if (ofSender.size() < eachMax) {
        ofSender.add(message);
        seqs.remove();
      }
    }
    return taken;
  }

  /// Forgets what everybody has read and whose senders know it.
  void forget(long readByAll) {
    messages.headMap(readByAll, true).keySet().removeIf(seq -> !changed.contains(seq));
  }

  /// User messages up to a seq. Exact while all messages above it are kept.
  long countAt(long seq, long countAtHead) {
    var next = messages.higherEntry(seq);
    return next == null ? countAtHead : next.getValue().count() - 1;
  }

  /// The oldest that is kept, or beyond every seq.
  long oldest() {
    return messages.isEmpty() ? Long.MAX_VALUE : messages.firstKey();
  }

  void save(ReceiptsState.Builder state) {
    for (Message message : messages.values()) {
      state.addMessages(
          MessageState.newBuilder()
              .setSeq(message.seq())
              .setSender(message.sender())
              .setCount(message.count())
              .setTime(message.time()));
    }
    state.addAllChanged(changed);
  }

  void load(ReceiptsState state) {
    for (MessageState message : state.getMessagesList()) {
      add(
          new Message(
              message.getSeq(), message.getSender(), message.getCount(), message.getTime()));
    }
    changed.addAll(state.getChangedList());
  }

  int size() {
    return messages.size();
  }
}
