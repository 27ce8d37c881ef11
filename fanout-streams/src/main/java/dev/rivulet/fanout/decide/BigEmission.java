package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.BigMember;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.MemberInterval;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.state.Head;
import dev.rivulet.fanout.decide.state.Membership;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What an event of a big conversation writes: an inbox record for each inbox partition that has a
/// member, which names nobody but those whom the event lets in or out, and their intervals.
///
/// The very first such event names everybody, once: router reads memberships from the inbox records
/// themselves, in their order, and `big-members` is what it is rebuilt from.
final class BigEmission {
  private final ConversationState state;
  private final Recipients recipients;

  BigEmission(ConversationState state, Recipients recipients) {
    this.state = state;
    this.recipients = recipients;
  }

  /// `all` are those who see the event, by inbox partition.
  List<OutputRecord> first(Event event, Evolution.Change change, Map<Integer, ByteString> all) {
    var records = new ArrayList<OutputRecord>();
    all.forEach((partition, users) -> records.add(inbox(event, partition, users)));
    var members = new TreeMap<ByteString, Membership>(order());
    state.memberships(
        event.getConversation(),
        (user, membership) -> {
          if (ConversationState.active(membership)) {
            members.put(user, membership);
          }
        });
    members.putAll(change.moved());
    members.forEach((user, membership) -> records.add(member(event, user, membership)));
    return records;
  }

  List<OutputRecord> next(Event event, Evolution.Change change) {
    var records = new ArrayList<OutputRecord>();
    var moved = new ArrayList<>(change.moved().keySet());
    moved.sort(order());
    var named = recipients.grouped(moved);
    for (int partition = 0; partition < recipients.partitions(); partition++) {
      if (isThere(change.before(), change.after(), partition)) {
        records.add(inbox(event, partition, named.getOrDefault(partition, ByteString.EMPTY)));
      }
    }
    for (var user : moved) {
      records.add(member(event, user, Objects.requireNonNull(change.moved().get(user))));
    }
    return records;
  }

  /// A member before or after: who leaves sees that he left.
  private static boolean isThere(Head before, Head after, int partition) {
    return before.getInboxMembers(partition) > 0 || after.getInboxMembers(partition) > 0;
  }

  private static OutputRecord inbox(Event event, int partition, ByteString users) {
    var record =
        InboxRecord.newBuilder().setEvent(event).setRecipients(users).setByMembership(true).build();
    return Emission.output(Topic.INBOX, partition, Partitions.key(partition), record);
  }

  private OutputRecord member(Event event, ByteString user, Membership membership) {
    var member =
        BigMember.newBuilder()
            .setConversation(event.getConversation())
            .setUser(user)
            .setSeq(event.getSeq());
    for (var interval : membership.getIntervalsList()) {
      member.addIntervals(
          MemberInterval.newBuilder()
              .setVisibleFrom(interval.getFrom())
              .setLeft(interval.getUntil())
              .setJoined(interval.getJoined()));
    }
    int partition = Partitions.of(user, recipients.partitions());
    var key = event.getConversation().concat(user).toByteArray();
    return Emission.output(Topic.BIG_MEMBERS, partition, key, member.build());
  }

  private static Comparator<ByteString> order() {
    return ByteString.unsignedLexicographicalComparator();
  }
}
