package dev.rivulet.fanout.decide;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Target;
import dev.rivulet.contracts.topic.Partitions;
import java.util.List;

/// Tells a command from bytes that are none. Everything asked here is determined by the record's
/// own bytes and place, so a record refused here is refused by every replay.
final class CommandReader {
  /// Either a command or the reason why there is none.
  sealed interface Read {
    record Valid(Command command) implements Read {}

    record Invalid(String reason) implements Read {}
  }

  private static final String UNKNOWN_BODY = "no body that the rule set knows";
  private final int partitions;

  CommandReader(int partitions) {
    this.partitions = partitions;
  }

  Read read(CommandRecord record, RuleSet rules) {
    if (record.value() == null || record.key() == null) {
      return new Read.Invalid("no key or no value");
    }
    Command command;
    try {
      command = Command.parseFrom(record.value());
    } catch (InvalidProtocolBufferException unreadable) {
      return new Read.Invalid("not a Command");
    }
    if (command.getBodyCase() == Command.BodyCase.CHANGE_RULES) {
      return new Read.Valid(command);
    }
    var wrong =
        known(command, rules)
            ? wrong(command, ByteString.copyFrom(record.key()), record.partition())
            : UNKNOWN_BODY;
    return wrong.isEmpty() ? new Read.Valid(command) : new Read.Invalid(wrong);
  }

  /// A kind of a later rule set is read like one that this version has never heard of, so that old
  /// and new versions decide the same until the log raises the rules.
  private static boolean known(Command command, RuleSet rules) {
    return switch (command.getBodyCase()) {
      case OPEN_DIRECT,
          CREATE_GROUP,
          SEND_MESSAGE,
          ADD_MEMBERS,
          REMOVE_MEMBERS,
          LEAVE_GROUP,
          CHANGE_RULES ->
          true;
      case EDIT_MESSAGE,
          DELETE_MESSAGE,
          REACT,
          CHANGE_GROUP,
          CHANGE_ROLE,
          CLOSE_GROUP,
          MUTE,
          BLOCK ->
          rules.changes();
      case BODY_NOT_SET -> false;
    };
  }

  private String wrong(Command command, ByteString key, int partition) {
    var conversation = command.getConversation();
    if (conversation.size() != Ids.BYTES || !conversation.equals(key)) {
      return "the key is not the conversation's id";
    }
    if (Partitions.of(conversation, partitions) != partition) {
      return "not the conversation's partition";
    }
    var actor = command.getActor();
    if (actor.getUser().size() != Ids.BYTES || actor.getDevice().size() != Ids.BYTES) {
      return "the actor has no user or no device";
    }
    var id = command.getClientMessageId();
    if (id.isEmpty() || id.length() > Bounds.CLIENT_MESSAGE_ID_CHARS_MAX || command.getN() < 0) {
      return "no client message id, a long one, or a negative number";
    }
    return wrongBody(command);
  }

  private static String wrongBody(Command command) {
    return switch (command.getBodyCase()) {
      case OPEN_DIRECT -> wrongDirect(command);
      case CREATE_GROUP -> {
        var members = command.getCreateGroup().getMembersList();
        yield Ids.derived(Ids.uuid(command.getConversation()))
            ? "a group under the id of a 1:1"
            : wrongUsers(members);
      }
      case ADD_MEMBERS -> wrongUsers(command.getAddMembers().getUsersList());
      case REMOVE_MEMBERS -> wrongUsers(command.getRemoveMembers().getUsersList());
      case SEND_MESSAGE -> wrongContent(command.getSendMessage().getContent());
      case EDIT_MESSAGE -> {
        var edit = command.getEditMessage();
        var wrong = wrongTarget(edit.getTarget());
        yield wrong.isEmpty() ? wrongContent(edit.getContent()) : wrong;
      }
      case DELETE_MESSAGE -> {
        var delete = command.getDeleteMessage();
        var wrong = wrongTarget(delete.getTarget());
        yield wrong.isEmpty() ? wrongUsers(delete.getMediaList()) : wrong;
      }
      case REACT -> wrongTarget(command.getReact().getTarget());
      case CHANGE_GROUP -> {
        var picture = command.getChangeGroup().getPicture();
        yield picture.isEmpty() ? "" : wrongUsers(List.of(picture));
      }
      case CHANGE_ROLE -> wrongUsers(List.of(command.getChangeRole().getUser()));
      case LEAVE_GROUP, CLOSE_GROUP, MUTE, BLOCK, CHANGE_RULES -> "";
      case BODY_NOT_SET -> UNKNOWN_BODY;
    };
  }

  /// The id is computed again: nobody can be put into a 1:1 with somebody else's id.
  private static String wrongDirect(Command command) {
    var open = command.getOpenDirect();
    var wrong = wrongUsers(List.of(open.getFirst(), open.getSecond()));
    if (!wrong.isEmpty()) {
      return wrong;
    }
    var derived = Ids.direct(Ids.uuid(open.getFirst()), Ids.uuid(open.getSecond()));
    if (open.getFirst().equals(open.getSecond())
        || !Ids.bytes(derived).equals(command.getConversation())) {
      return "not the id of these two people's 1:1";
    }
    var user = command.getActor().getUser();
    return user.equals(open.getFirst()) || user.equals(open.getSecond())
        ? ""
        : "the actor is neither of the two";
  }

  private static String wrongTarget(Target target) {
    return target.getAuthor().size() == Ids.BYTES && target.getSeq() > 0
        ? ""
        : "a target without author or seq";
  }

  private static String wrongContent(Content content) {
    var wrong = wrongUsers(content.getMentionsList());
    return wrong.isEmpty() ? wrongUsers(content.getMediaList()) : wrong;
  }

  private static String wrongUsers(List<ByteString> users) {
    for (var user : users) {
      if (user.size() != Ids.BYTES) {
        return "an id without 16 bytes";
      }
    }
    return "";
  }
}
