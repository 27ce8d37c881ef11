package dev.rivulet.fanout.decide;

import dev.rivulet.contracts.log.Event;
import java.util.List;
import java.util.Optional;

/// Takes the records of one partition of `commands` in order and returns what to write.
///
/// All effects of a record are computed and serialised before the first is applied, so nothing is
/// half done when something fails. Idempotent by the offset kept in the state: any other than the
/// next stops the task.
public final class DeciderTask {
  private static final long RECIPIENTS_BYTES_MAX = 32L << 20;

  private final StateStore store;
  private final ConversationState state;
  private final Decider decider;
  private final Evolution evolution;
  private final Recipients recipients;
  private final Emission emission;
  private final String commandsTopic;

  public DeciderTask(
      StateStore store, int conversationPartitions, int userPartitions, String commandsTopic) {
    this(store, conversationPartitions, userPartitions, commandsTopic, RuleSets.RELEASED);
  }

  /// `ruleSets` are those that it knows: it stops at any other.
  public DeciderTask(
      StateStore store,
      int conversationPartitions,
      int userPartitions,
      String commandsTopic,
      RuleSets ruleSets) {
    this.store = store;
    this.commandsTopic = commandsTopic;
    state = new ConversationState(store);
    decider = new Decider(conversationPartitions, state, ruleSets);
    recipients = new Recipients(state, userPartitions, RECIPIENTS_BYTES_MAX);
    evolution = new Evolution(state, recipients, ruleSets);
    emission = new Emission(state, recipients, userPartitions, ruleSets);
  }

  public List<OutputRecord> process(CommandRecord record) {
    var partition = state.partition(record.partition());
    var decision = decider.decide(record, partition);
    var change =
        decision instanceof Decision.Accept(_, var accepted)
            ? Optional.of(evolution.change(accepted))
            : Optional.<Evolution.Change>empty();
    var records = emission.records(record, decision, change, commandsTopic);
    var writes = evolution.writes(record, partition, decision, change);
    for (var write : writes) {
      store.put(write.key(), write.value());
    }
    if (decision instanceof Decision.Accept(_, var event) && changesMembers(event)) {
      recipients.forget(event.getConversation());
    }
    return records;
  }

  /// Anything else leaves the copy true: a reaction in a large group must not cost a scan of it.
  private static boolean changesMembers(Event event) {
    return switch (event.getBodyCase()) {
      case DIRECT_OPENED, GROUP_CREATED, MEMBERS_ADDED, MEMBERS_REMOVED, MEMBER_LEFT -> true;
      case MESSAGE,
          MESSAGE_EDITED,
          MESSAGE_DELETED,
          REACTED,
          GROUP_CHANGED,
          ROLE_CHANGED,
          GROUP_CLOSED,
          MUTED,
          BLOCKED,
          BODY_NOT_SET ->
          false;
    };
  }

  /// The state may have gone back to an earlier point: nothing read from it before is true any
  /// more.
  public void forgetCopies() {
    recipients.forgetAll();
  }
}
