package dev.rivulet.client.terminal;

import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What events did, in words, and what has become of messages.
final class Deeds {
  private static final int PEOPLE_MAX = 20;

  private final Function<UUID, String> names;

  /// `names` gives handles, which are shown as safe text.
  Deeds(Function<UUID, String> names) {
    this.names = names;
  }

  /// What somebody did, to be read after his name.
  String of(ConversationEvent event) {
    return switch (event.kind()) {
      case ConversationEvent.OPENED -> "opened this conversation";
      case ConversationEvent.CREATED -> "made this group with " + people(event);
      case ConversationEvent.ADDED -> "added " + people(event);
      case ConversationEvent.REMOVED -> "removed " + people(event);
      case ConversationEvent.LEFT -> "left";
      case ConversationEvent.EDITED -> "edited " + target(event) + edit(event);
      case ConversationEvent.DELETED -> "deleted " + target(event);
      case ConversationEvent.CHANGED -> changed(event);
      case ConversationEvent.CLOSED -> "closed this group";
      case ConversationEvent.REACTED, ConversationEvent.ROLE -> withChange(event);
      case ConversationEvent.MUTED, ConversationEvent.BLOCKED -> withChange(event);
      default -> "did something that this version does not know";
    };
  }

  /// A message as it stands: whom it answers, what it says, what happened to it.
  static String message(ConversationEvent event) {
    var state = event.state();
    boolean nothing = event.text() == null && event.media().isEmpty();
    if (nothing || (state != null && Boolean.TRUE.equals(state.deleted()))) {
      return "(deleted)";
    }
    var text = new StringBuilder();
    if (event.replyTo() != null) {
      text.append("(to #").append(event.replyTo()).append(") ");
    }
    var said = event.text() == null ? "" : SafeText.visible(event.text());
    text.append((said + Carrying.of(event)).strip());
    if (state != null) {
      text.append(state.edited() == null ? "" : " (edited)").append(reactions(state));
    }
    return text.toString();
  }

  /// As in ` [👍 3, ❤ 1 with you]`.
  private static String reactions(ConversationEvent.State state) {
    if (state.reactions().isEmpty()) {
      return "";
    }
    return state.reactions().stream()
        .map(
            one ->
                SafeText.visible(one.emoji()) + " " + one.count() + (one.mine() ? " with you" : ""))
        .collect(Collectors.joining(", ", " [", "]"));
  }

  private String withChange(ConversationEvent event) {
    var change = event.change();
    if (change == null) {
      return "changed something";
    }
    return switch (event.kind()) {
      case ConversationEvent.REACTED -> {
        var emoji = SafeText.visible(String.valueOf(change.emoji()));
        yield Boolean.TRUE.equals(change.removed())
            ? "took back " + emoji + " from " + target(event)
            : "reacted to " + target(event) + " with " + emoji;
      }
      case ConversationEvent.ROLE -> "made " + people(event) + " " + role(change.role());
      case ConversationEvent.MUTED ->
          (Boolean.TRUE.equals(change.muted()) ? "muted" : "unmuted") + " this conversation";
      default -> (Boolean.TRUE.equals(change.blocked()) ? "blocked" : "unblocked") + " the other";
    };
  }

  private static String role(@Nullable String role) {
    return switch (role) {
      case "owner" -> "an owner";
      case "admin" -> "an admin";
      case null, default -> "a plain member";
    };
  }

  /// The event says each thing that changed; a picture that was taken away is all that is left.
  private static String changed(ConversationEvent event) {
    var change = event.change();
    if (event.name() != null) {
      return "called this group " + SafeText.visible(event.name());
    }
    if (change != null && change.picture() != null) {
      return "gave this group a picture";
    }
    if (change != null && change.fromTheStart() != null) {
      return change.fromTheStart()
          ? "lets newcomers see what was said before"
          : "lets newcomers see only what is said from then on";
    }
    return "took the picture away";
  }

  private static String edit(ConversationEvent event) {
    return event.text() == null ? "" : ": " + SafeText.visible(event.text());
  }

  private static String target(ConversationEvent event) {
    var change = event.change();
    return change == null || change.seq() == null ? "a message" : "#" + change.seq();
  }

  private String people(ConversationEvent event) {
    var some =
        event.members().stream()
            .limit(PEOPLE_MAX)
            .map(user -> SafeText.visible(names.apply(user)))
            .collect(Collectors.joining(", "));
    int more = event.members().size() - PEOPLE_MAX;
    return more > 0 ? some + " and " + more + " more" : some;
  }
}
