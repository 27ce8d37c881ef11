package dev.rivulet.client.terminal;

import dev.rivulet.client.ClientListener;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `./rivulet chat`: talk in a terminal, or send, print and receive from a script.
public final class Chat {
  private final ChatArguments arguments;
  private final Login login;
  private final PrintStream out;
  private final PrintStream err;

  private Chat(ChatArguments arguments, Environment environment, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.login = new Login(environment);
    this.out = out;
    this.err = err;
  }

  public static void main(String[] words) {
    var out = utf8(System.out);
    var err = utf8(System.err);
    System.exit(run(List.of(words), out, err));
  }

  private static int run(List<String> words, PrintStream out, PrintStream err) {
    if (ChatArguments.asksForHelp(words)) {
      out.print(ChatArguments.USAGE);
      out.flush();
      return 0;
    }
    try {
      var arguments = ChatArguments.parse(words);
      return new Chat(arguments, Environment.of(System.getenv()), out, err).run();
    } catch (ChatFailure failure) {
      err.println("chat: " + failure.text());
      return failure.exitCode();
    } catch (IOException failed) {
      err.println("chat: " + SafeText.visible(String.valueOf(failed.getMessage())));
      return ChatFailure.FAILED;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ChatFailure.FAILED;
    } finally {
      out.flush();
      err.flush();
    }
  }

  private int run() throws IOException, InterruptedException {
    return switch (arguments.mode()) {
      case SIGN_UP -> signUp();
      case HISTORY -> history();
      case RECEIVE -> receive();
      case CHAT -> Terminal.is(Terminal.STANDARD_INPUT) ? talk() : pipe();
    };
  }

  private int signUp() {
    try (var client = open(0, new ClientListener() {})) {
      out.println(arguments.as() + " " + client.self());
      var room = room(new Directory(client));
      if (room != null) {
        out.println(SafeText.visible(room.label()) + " " + room.conversation());
      }
      return 0;
    }
  }

  private int history() {
    try (var client = open(0, new ClientListener() {})) {
      var directory = new Directory(client);
      var room = room(directory);
      if (room != null) {
        new History(client, directory)
            .newest(room.conversation(), arguments.count())
            .forEach(this::print);
      }
      return 0;
    }
  }

  private int receive() throws InterruptedException {
    var reception = new Reception();
    try (var client = open(Long.MAX_VALUE, reception)) {
      var room = room(new Directory(client));
      client.start();
      boolean all =
          reception.receive(
              arguments.count(),
              arguments.options().limit(),
              event ->
                  !client.self().equals(event.user())
                      && (room == null || room.conversation().equals(event.conversation())),
              this::print);
      if (!all) {
        throw ChatFailure.failed(
            "fewer messages came: " + client.state() + " " + client.stateDetail());
      }
      return 0;
    }
  }

  private int pipe() throws IOException, InterruptedException {
    try (var client = open(0, new ClientListener() {})) {
      var room = room(new Directory(client));
      if (room == null) {
        throw ChatFailure.usage("piped lines need --to");
      }
      client.start();
      var pipe = new Pipe(client, room.conversation(), arguments.options().limit(), err);
      var counts = pipe.run(new java.io.BufferedInputStream(System.in));
      out.println(counts);
      return counts.complete() ? 0 : ChatFailure.FAILED;
    }
  }

  private int talk() throws IOException, InterruptedException {
    var screen = new Screen(out, Terminal.is(Terminal.STANDARD_OUTPUT));
    try (var shown = Executors.newSingleThreadExecutor()) {
      var talk = new Talk(screen, shown);
      try (var client = open(0, talk)) {
        var directory = new Directory(client);
        talk.begin(client, directory, room(directory));
        client.start();
        talk.run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        talk.settle();
      }
      finish(shown);
    }
    return 0;
  }

  private static void finish(ExecutorService shown) throws InterruptedException {
    shown.shutdown();
    if (!shown.awaitTermination(2, TimeUnit.SECONDS)) {
      shown.shutdownNow();
    }
  }

  private RivuletClient open(long historyMax, ClientListener listener) {
    return login.open(arguments.as(), arguments.device(), historyMax, listener);
  }

  private Directory.@Nullable Room room(Directory directory) {
    var to = arguments.to();
    if (to == null) {
      return null;
    }
    if (arguments.members().isEmpty()) {
      return directory.room(to);
    }
    var name = to.startsWith("#") ? to.substring(1) : to;
    return directory.group(name).orElseGet(() -> directory.createGroup(name, arguments.members()));
  }

  private void print(ConversationEvent event) {
    var text = String.valueOf(event.text());
    // Line by line by hand: println would use the platform's line end.
    out.print((arguments.options().raw() ? text : SafeText.visible(text)) + "\n");
    out.flush();
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
