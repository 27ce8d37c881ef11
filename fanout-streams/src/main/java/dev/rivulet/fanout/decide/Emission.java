package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.Duplicate;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.Refused;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.Decision.FirstOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The records that a decision writes: one event, one inbox record for each inbox partition with a
/// recipient (never one per recipient), or one notice to the sender.
final class Emission {
  /// A key is 16 bytes; of a wrong one so many are kept, so that the letter fits into a record.
  private static final int DEAD_KEY_BYTES_MAX = 1_000;

  private final BigEmission big;
  private final Recipients recipients;
  private final int userPartitions;
  private final RuleSets ruleSets;

  Emission(ConversationState state, Recipients recipients, int userPartitions, RuleSets ruleSets) {
    this.big = new BigEmission(state, recipients);
    this.recipients = recipients;
    this.userPartitions = userPartitions;
    this.ruleSets = ruleSets;
  }

  /// `change` is there if the decision accepts.
  List<OutputRecord> records(
      CommandRecord record,
      Decision decision,
      Optional<Evolution.Change> change,
      String commandsTopic) {
    return switch (decision) {
      case Decision.Accept(_, Event event) -> event(record, event, change.orElseThrow());
      case Decision.Repeat repeat -> List.of(repeated(repeat));
      case Decision.Refuse refuse ->
          List.of(refused(refuse.command(), refuse.code().code(), refuse.next()));
      case Decision.Rules _ -> List.of();
      case Decision.Unreadable(String reason) -> List.of(deadLetter(record, reason, commandsTopic));
    };
  }

  private List<OutputRecord> event(CommandRecord record, Event event, Evolution.Change change) {
    var records = new ArrayList<OutputRecord>();
    var conversation = event.getConversation().toByteArray();
    records.add(output(Topic.EVENTS, record.partition(), conversation, event));
    boolean forAll = event.getOnlyFor().isEmpty() || tellsHidden(event);
    if (change.after().getByMembership() && forAll) {
      boolean begins = !change.before().getByMembership();
      records.addAll(begins ? big.first(event, change, whoSees(event)) : big.next(event, change));
      return records;
    }
    whoSees(event)
        .forEach(
            (partition, users) -> {
              var inbox = InboxRecord.newBuilder().setEvent(event).setRecipients(users).build();
              records.add(output(Topic.INBOX, partition, Partitions.key(partition), inbox));
            });
    return records;
  }

  private boolean tellsHidden(Event event) {
    return ruleSets.of(event.getRules()).tellsHidden();
  }

  /// Those from whom it is hidden get its place alone: whoever reads `inbox` for them sees to that.
  private Map<Integer, ByteString> whoSees(Event event) {
    return event.getHiddenFrom().isEmpty() || tellsHidden(event)
        ? membersWhoSee(event)
        : recipients.without(membersWhoSee(event), event.getHiddenFrom());
  }

  /// Those who are members before or after: who leaves sees that he left.
  private Map<Integer, ByteString> membersWhoSee(Event event) {
    var conversation = event.getConversation();
    return switch (event.getBodyCase()) {
      case DIRECT_OPENED -> recipients.grouped(event.getDirectOpened().getMembersList());
      case GROUP_CREATED -> recipients.grouped(event.getGroupCreated().getMembersList());
      case MEMBERS_ADDED ->
          recipients.membersAnd(conversation, event.getMembersAdded().getUsersList());
      case MESSAGE,
          MEMBERS_REMOVED,
          MEMBER_LEFT,
          MESSAGE_EDITED,
          MESSAGE_DELETED,
          REACTED,
          GROUP_CHANGED,
          ROLE_CHANGED,
          GROUP_CLOSED ->
          recipients.members(conversation);
      case MUTED, BLOCKED ->
          tellsHidden(event)
              ? recipients.members(conversation)
              : recipients.grouped(List.of(event.getUser()));
      case BODY_NOT_SET -> throw new IllegalStateException("an event without a body");
    };
  }

  private OutputRecord repeated(Decision.Repeat repeat) {
    var command = repeat.command();
    return switch (repeat.first()) {
      case FirstOutcome.Refused(String code) -> refused(command, code, 0);
      case FirstOutcome.Accepted(long seq) ->
          notice(
              command,
              Notice.newBuilder()
                  .setDuplicate(
                      Duplicate.newBuilder()
                          .setConversation(command.getConversation())
                          .setClientMessageId(command.getClientMessageId())
                          .setN(command.getN())
                          .setSeq(seq)));
    };
  }

  private OutputRecord refused(Command command, String code, long next) {
    return notice(
        command,
        Notice.newBuilder()
            .setRefused(
                Refused.newBuilder()
                    .setConversation(command.getConversation())
                    .setClientMessageId(command.getClientMessageId())
                    .setN(command.getN())
                    .setCode(code)
                    .setNext(next)));
  }

  private OutputRecord notice(Command command, Notice.Builder notice) {
    var user = command.getActor().getUser();
    notice.setUser(user).setDevice(command.getActor().getDevice());
    int partition = Partitions.of(user, userPartitions);
    return output(Topic.NOTICES, partition, user.toByteArray(), notice.build());
  }

  private static OutputRecord deadLetter(CommandRecord record, String reason, String topic) {
    var letter =
        DeadLetter.newBuilder()
            .setTopic(topic)
            .setPartition(record.partition())
            .setOffset(record.offset())
            .setReason(reason);
    if (record.key() != null) {
      int kept = Math.min(record.key().length, DEAD_KEY_BYTES_MAX);
      letter.setKey(ByteString.copyFrom(record.key(), 0, kept));
    }
    if (record.value() != null) {
      int kept = Math.min(record.value().length, Bounds.RECORD_BYTES_MAX);
      letter.setValue(ByteString.copyFrom(record.value(), 0, kept));
    }
    return output(Topic.DEAD_LETTERS, 0, new byte[0], letter.build());
  }

  static OutputRecord output(Topic topic, int partition, byte[] key, Message message) {
    var value = message.toByteArray();
    if (topic != Topic.DEAD_LETTERS && value.length > Bounds.RECORD_BYTES_MAX) {
      throw new IllegalStateException(
          "%s record of %d bytes: the bounds let it through".formatted(topic, value.length));
    }
    return new OutputRecord(topic, partition, key, value, message);
  }
}
