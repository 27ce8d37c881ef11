package dev.rivulet.client.terminal;

import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ConnectionState;
import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A person at a terminal. Typed lines are read on one thread; all that is shown is put together on
/// another, which may wait for names, so that the client's own never does.
final class Talk implements ClientListener {
  private static final int HISTORY = 20;
  private static final String HELP =
      """
      /to NAME             talk to a person, or in a group of yours (#NAME takes a group)
      /group NAME A B ...  make a group and talk there
      /history [N]         the newest N messages here, oldest first
      /list                your conversations
      /members             who is here
      /receipts [SEQ]      who has got and read a message (your last one)
      /devices             your devices
      /quit                end; what is not sent yet is sent the next time
      //...                a line that starts with /
      """;
  private static final String MARKS =
      """
      @name in a line calls somebody.
      Your lines are marked: \u2713 accepted (in the log, never lost), \u2713 sent (stored),
      \u2713\u2713 delivered, \u2713\u2713 read.""";

  private final Screen screen;
  private final Executor shown;
  private volatile @Nullable RivuletClient client;
  private volatile @Nullable Directory directory;
  private Directory.@Nullable Room room;
  private @Nullable OutgoingMessage last;
  private volatile boolean leaving;
  private boolean wasLive;
  private final Ticks ticks = new Ticks();

  Talk(Screen screen, Executor shown) {
    this.screen = screen;
    this.shown = shown;
  }

  void begin(RivuletClient with, Directory names, Directory.@Nullable Room first) {
    client = with;
    directory = names;
    room = first;
    screen.use(names, with.self());
    screen.note("You are " + names.handle(with.self()) + ". /help lists what you can do.");
    if (first != null) {
      screen.note("Talking to " + SafeText.visible(first.label()) + ".");
    }
  }

  /// Until the end of input or `/quit`.
  void run(BufferedReader input) throws IOException {
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals("/quit")) {
        return;
      }
      try {
        take(line);
      } catch (ChatFailure failure) {
        screen.note(failure.text());
      }
    }
  }

  /// Gives the last line a moment to arrive; one that does not is sent the next time.
  void settle() {
    leaving = true;
    var message = last;
    if (message != null) {
      var _ =
          message
              .outcome()
              .handle((_, _) -> true)
              .completeOnTimeout(false, 5, TimeUnit.SECONDS)
              .join();
    }
  }

  private void take(String line) {
    if (line.isEmpty()) {
      return;
    }
    if (line.startsWith("/") && !line.startsWith("//")) {
      command(Typed.of(line));
    } else {
      say(line.startsWith("//") ? line.substring(1) : line, 0);
    }
  }

  private void say(String text, long replyTo) {
    last = client().send(here().conversation(), text, replyTo, directory().called(text));
  }

  private void command(Typed typed) {
    switch (typed.name()) {
      case "/to" -> goTo(directory().room(typed.one("/to NAME")));
      case "/group" -> group(typed.words());
      case "/reply" -> {
        var message = typed.ofMessage("/reply SEQ TEXT");
        say(message.text(), message.seq());
      }
      case "/send" -> last = carrying().send(here().conversation(), typed);
      case "/save" -> carrying().save(here().conversation(), typed);
      case "/history" -> history(typed.words());
      case "/list" -> list();
      case "/members" -> members();
      case "/receipts" -> receipts(typed.words());
      case "/devices" -> devices();
      case "/help" -> screen.note(HELP + Carrying.HELP + Deciding.HELP + MARKS);
      default -> decide(typed);
    }
  }

  private Carrying carrying() {
    return new Carrying(client(), directory(), screen::note);
  }

  private void decide(Typed typed) {
    if (!Deciding.COMMANDS.contains(typed.name())) {
      throw ChatFailure.failed("no such command: " + SafeText.visible(typed.name()));
    }
    new Deciding(client(), directory()).take(typed, here().conversation());
  }

  private void goTo(Directory.Room there) {
    room = there;
    screen.note("Talking to " + SafeText.visible(there.label()) + ".");
  }

  private void group(List<String> words) {
    if (words.size() < 2) {
      throw ChatFailure.failed("/group NAME A B ...");
    }
    goTo(directory().createGroup(words.getFirst(), words.subList(1, words.size())));
  }

  private void history(List<String> words) {
    int count = HISTORY;
    if (!words.isEmpty()) {
      if (!words.getFirst().matches("\\d{1,6}")) {
        throw ChatFailure.failed("/history takes a number");
      }
      count = Math.max(1, Integer.parseInt(words.getFirst()));
    }
    var events = new History(client(), directory()).newestWithDeleted(here().conversation(), count);
    events.forEach(event -> screen.event(event, client().self().equals(event.user())));
  }

  private void list() {
    for (var one : directory().await(client().api().allConversations())) {
      var how =
          (one.unread() == 0 ? "" : ", " + one.unread() + " unread")
              + (one.leftAt() == null ? "" : ", left")
              + (one.closed() ? ", closed" : "")
              + (one.muted() ? ", muted" : "")
              + (one.blocked() ? ", blocked" : "");
      screen.line(
          SafeText.visible(directory().label(one))
              + "  ("
              + one.count()
              + " messages"
              + how
              + ", "
              + one.conversation()
              + ")");
    }
  }

  private void members() {
    var members = directory().await(client().api().members(here().conversation()));
    for (var member : members) {
      screen.line(SafeText.visible(directory().handle(member.user())) + "  " + member.role());
    }
  }

  private void receipts(List<String> words) {
    var conversation = here().conversation();
    long seq = ticks.last(conversation);
    if (!words.isEmpty()) {
      if (!words.getFirst().matches("\\d{1,15}")) {
        throw ChatFailure.failed("/receipts takes the number of a message");
      }
      seq = Long.parseLong(words.getFirst());
    }
    if (seq == 0) {
      throw ChatFailure.failed("/receipts SEQ: you have said nothing here yet");
    }
    var receipts = directory().await(client().api().receipts(conversation, seq));
    screen.line(Ticks.counts(receipts));
    for (var member : receipts.members()) {
      screen.line("  " + SafeText.visible(directory().handle(member.user())) + Ticks.of(member));
    }
  }

  private void devices() {
    for (var device : directory().await(client().api().devices())) {
      var current = device.current() ? "  (this one)" : "";
      screen.line(
          device.device() + "  " + SafeText.visible(String.valueOf(device.name())) + current);
    }
  }

  @Override
  public void event(ConversationEvent event) {
    // One's own lines stand where they were typed; those from another device do not.
    var known = client;
    boolean own = known != null && known.self().equals(event.user());
    boolean typedHere =
        known != null
            && own
            && known
                .account()
                .map(account -> account.device().equals(event.device()))
                .orElse(false);
    if (!typedHere || !ConversationEvent.MESSAGE.equals(event.kind())) {
      shown.execute(() -> screen.event(event, own));
    }
    // What stands on the screen has been read.
    if (known != null) {
      known.read(event.conversation(), event.seq());
      if (own && ConversationEvent.MESSAGE.equals(event.kind())) {
        ticks.said(event.conversation(), event.seq());
      }
    }
    var names = directory;
    var name = event.name();
    if (names != null && name != null && ConversationEvent.CHANGED.equals(event.kind())) {
      shown.execute(() -> names.renamed(event.conversation(), name));
    }
  }

  @Override
  public void message(OutgoingMessage message) {
    shown.execute(() -> screen.status(message));
  }

  @Override
  public void status(ServerFrame.Status status) {
    ticks.news(status).ifPresent(text -> shown.execute(() -> screen.note(text)));
  }

  @Override
  public void refused(ServerFrame.Refused refused) {
    shown.execute(() -> screen.note("refused: " + refused.code()));
  }

  @Override
  public void connection(ConnectionState state, String detail) {
    switch (state) {
      case LIVE -> {
        if (!wasLive) {
          shown.execute(() -> screen.note("Connected."));
        }
        wasLive = true;
      }
      case WAITING -> {
        if (wasLive) {
          shown.execute(() -> screen.note("Connection lost; trying again. Keep typing."));
        }
        wasLive = false;
      }
      case ENDED -> {
        if (!leaving) {
          shown.execute(() -> screen.note("Disconnected: " + SafeText.visible(detail)));
        }
      }
      case CONNECTING, ATTACHED -> {
        // On the way to LIVE.
      }
    }
  }

  private RivuletClient client() {
    var known = client;
    if (known == null) {
      throw new IllegalStateException("not begun");
    }
    return known;
  }

  private Directory directory() {
    if (directory == null) {
      throw new IllegalStateException("not begun");
    }
    return directory;
  }

  private Directory.Room here() {
    if (room == null) {
      throw ChatFailure.failed("to whom? Say /to NAME first");
    }
    return room;
  }
}
