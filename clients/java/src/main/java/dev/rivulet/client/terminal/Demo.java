package dev.rivulet.client.terminal;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// `./rivulet demo`: makes ann, bob, a group and an echo bot, shows them talking, and keeps the bot
/// running so that one person sees an answer.
public final class Demo {
  private static final String USAGE =
      """
      Usage: ./rivulet demo [--once]

      Makes the users ann, bob and echo and the group lobby, shows a short exchange, and then keeps
      an echo bot running that answers whoever writes to echo or in lobby, until Ctrl-C.
        --once   shows the exchange and exits
      Environment: as for ./rivulet chat.
      """;

  private static final String ANN = "ann";
  private static final String BOB = "bob";
  private static final String ECHO = "echo";
  private static final String GROUP = "lobby";
  private static final String DEVICE = "demo";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Login login;
  private final PrintStream out;

  private Demo(Environment environment, PrintStream out) {
    this.login = new Login(environment);
    this.out = out;
  }

  public static void main(String[] words) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(words), out));
  }

  private static int run(List<String> words, PrintStream out) {
    if (ChatArguments.asksForHelp(words)) {
      out.print(USAGE);
      return 0;
    }
    boolean once = words.equals(List.of("--once"));
    try {
      if (!once && !words.isEmpty()) {
        throw ChatFailure.usage("unknown argument " + words.getFirst());
      }
      new Demo(Environment.of(System.getenv()), out).run(once);
      return 0;
    } catch (ChatFailure failure) {
      System.err.println("demo: " + failure.text());
      return failure.exitCode();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ChatFailure.FAILED;
    }
  }

  private void run(boolean once) throws InterruptedException {
    try (var bot = new EchoBot()) {
      bot.begin(login.open(ECHO, DEVICE, 0, bot));
      exchange();
      if (!once) {
        out.print(
            """

            The echo bot is running. In another terminal:
              ./rivulet chat --as ann --to echo        write something: echo answers
              ./rivulet chat --as bob --to '#lobby'    the same in the group
              ./rivulet chat --as you --to ann         with a name of your own
            Ctrl-C ends the bot.
            """);
        new CountDownLatch(1).await();
      }
    }
  }

  private void exchange() throws InterruptedException {
    var annHears = new Reception();
    var bobHears = new Reception();
    try (var ann = login.open(ANN, DEVICE, 0, annHears);
        var bob = login.open(BOB, DEVICE, 0, bobHears)) {
      out.println("ann, bob and echo are signed up.");
      ann.start();
      bob.start();
      var names = new Directory(ann);
      var group = names.group(GROUP).orElseGet(() -> names.createGroup(GROUP, List.of(BOB, ECHO)));
      out.println("The group " + group.label() + " is there: ann, bob and echo.");
      var direct = names.room(ECHO);
      say(ann, "ann", direct.conversation(), "Hello echo, is anybody there?");
      hear(annHears, "echo", EchoBot.MARK + "Hello echo, is anybody there?", ann.self());
      say(ann, "ann", group.conversation(), "Hello everybody");
      hear(bobHears, "ann", "Hello everybody", bob.self());
      hear(annHears, "echo", EchoBot.MARK + "Hello everybody", ann.self());
      say(bob, "bob", group.conversation(), "Hello ann");
      hear(annHears, "bob", "Hello ann", ann.self());
    }
  }

  private void say(RivuletClient client, String who, UUID conversation, String text) {
    var message = client.send(conversation, text);
    boolean accepted = new Directory(client).await(message.accepted());
    out.println("  " + who + ": " + text + (accepted ? "   \u2713 accepted" : ""));
    switch (new Directory(client).await(message.outcome())) {
      case Outcome.Sent(long seq) -> out.println("        \u2713 sent, stored as number " + seq);
      case Outcome.Refused refused -> throw ChatFailure.failed("refused: " + refused.code());
    }
  }

  private void hear(Reception ears, String from, String text, UUID self)
      throws InterruptedException {
    boolean came =
        ears.receive(1, PATIENCE, event -> isOthers(event, text, self), event -> show(from, event));
    if (!came) {
      throw ChatFailure.failed("no answer came within " + PATIENCE.toSeconds() + " s");
    }
  }

  private static boolean isOthers(ConversationEvent event, String text, UUID self) {
    return !self.equals(event.user()) && text.equals(event.text());
  }

  private void show(String from, ConversationEvent event) {
    out.println("  " + from + ": " + SafeText.visible(String.valueOf(event.text())));
  }
}
