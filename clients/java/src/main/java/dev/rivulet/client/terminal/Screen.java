package dev.rivulet.client.terminal;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a person sees. Everything that comes from others goes through [SafeText].
final class Screen {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int EXCERPT_CHARS_MAX = 40;

  private final PrintStream out;
  private final boolean colours;
  private volatile @Nullable Directory directory;
  private volatile @Nullable UUID self;

  Screen(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  void use(Directory names, UUID user) {
    directory = names;
    self = user;
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
    var who = own ? "you" : event.user() == null ? "somebody" : handle(names, event.user());
    var time = TIME.format(Instant.ofEpochMilli(event.time()).atZone(ZoneId.systemDefault()));
    if (ConversationEvent.MESSAGE.equals(event.kind())) {
      var number = " #" + event.seq() + " ";
      line(time + " [" + room + "]" + number + who + ": " + Deeds.message(event) + called(event));
    } else {
      note(time + " [" + room + "] " + who + " " + new Deeds(names::handle).of(event));
    }
  }

  /// What became of a line of one's own.
  void status(OutgoingMessage message) {
    switch (message.status()) {
      case PENDING -> {
        // It has just been typed.
      }
      case ACCEPTED -> note("  \u2713 accepted  " + excerpt(message));
      case SENT -> note("  \u2713 sent      " + number(message) + excerpt(message));
      case REFUSED -> note("  \u2717 refused   " + excerpt(message) + reason(message));
    }
  }

  /// By this number a message is answered, edited or deleted.
  private static String number(OutgoingMessage message) {
    return message.outcomeNow() instanceof Outcome.Sent(long seq) ? "#" + seq + " " : "";
  }

  private String called(ConversationEvent event) {
    return event.mentions().stream().anyMatch(user -> user.equals(self)) ? "  (calls you)" : "";
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

  private static String handle(Directory names, UUID user) {
    return SafeText.visible(names.handle(user));
  }
}
