package dev.rivulet.client.terminal;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a person sees. Everything that comes from others goes through [SafeText].
final class Screen {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int EXCERPT_CHARS_MAX = 40;

  private final PrintStream out;
  private final boolean colours;
  private volatile @Nullable Directory directory;

  Screen(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  void use(Directory names) {
    directory = names;
  }

  synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  /// Something about the client itself.
  void note(String text) {
    line(colours ? "\033[2m" + text + "\033[0m" : text);
  }

  void event(ConversationEvent event, boolean own) {
    var names = directory;
    if (names == null || ConversationEvent.HIDDEN.equals(event.kind())) {
      return;
    }
    var room = SafeText.visible(names.label(event.conversation()));
    var who = event.user() == null ? "somebody" : handle(names, event.user());
    var time = TIME.format(Instant.ofEpochMilli(event.time()).atZone(ZoneId.systemDefault()));
    if (ConversationEvent.MESSAGE.equals(event.kind())) {
      var text = event.text() == null ? "(taken back)" : SafeText.visible(event.text());
      line(time + " [" + room + "] " + (own ? "you: " : who + ": ") + text);
    } else {
      note(time + " [" + room + "] " + who + " " + deed(names, event));
    }
  }

  /// What became of a line of one's own.
  void status(OutgoingMessage message) {
    switch (message.status()) {
      case PENDING -> {
        // It has just been typed.
      }
      case ACCEPTED -> note("  \u2713 accepted  " + excerpt(message));
      case SENT -> note("  \u2713 sent      " + excerpt(message));
      case REFUSED -> note("  \u2717 refused   " + excerpt(message) + reason(message));
    }
  }

  private static String reason(OutgoingMessage message) {
    return message.outcomeNow() instanceof Outcome.Refused refused
        ? " (" + refused.code() + ")"
        : "";
  }

  private static String excerpt(OutgoingMessage message) {
    var text = SafeText.visible(message.text());
    return text.length() <= EXCERPT_CHARS_MAX
        ? text
        : text.substring(0, EXCERPT_CHARS_MAX) + "\u2026";
  }

  private static String deed(Directory names, ConversationEvent event) {
    var whom =
        event.members().stream()
            .limit(20)
            .map(user -> handle(names, user))
            .collect(Collectors.joining(", "));
    return switch (event.kind()) {
      case ConversationEvent.OPENED -> "opened this conversation";
      case ConversationEvent.CREATED -> "made this group with " + whom;
      case ConversationEvent.ADDED -> "added " + whom;
      case ConversationEvent.REMOVED -> "removed " + whom;
      case ConversationEvent.LEFT -> "left";
      case ConversationEvent.EDITED ->
          "changed a message to: " + SafeText.visible(String.valueOf(event.text()));
      case ConversationEvent.DELETED -> "took a message back";
      case ConversationEvent.REACTED -> "reacted" + emoji(event);
      case ConversationEvent.CHANGED -> "changed the group" + newName(event);
      case ConversationEvent.ROLE -> "changed the role of " + whom;
      case ConversationEvent.CLOSED -> "closed this group";
      case ConversationEvent.MUTED -> "changed what is muted";
      case ConversationEvent.BLOCKED -> "changed what is blocked";
      default -> "did something that this version does not know";
    };
  }

  private static String emoji(ConversationEvent event) {
    var change = event.change();
    var emoji = change == null ? null : change.emoji();
    return emoji == null ? "" : " with " + SafeText.visible(emoji);
  }

  private static String newName(ConversationEvent event) {
    return event.name() == null ? "" : ", now called " + SafeText.visible(event.name());
  }

  private static String handle(Directory names, UUID user) {
    return SafeText.visible(names.handle(user));
  }
}
