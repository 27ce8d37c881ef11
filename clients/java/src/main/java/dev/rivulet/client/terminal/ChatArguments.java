package dev.rivulet.client.terminal;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the command line of `chat` says.
///
/// @param device label of the device to be; one name may be several devices on one machine
/// @param members of the group `to`, which is made when there is none of that name
/// @param count of messages to print or to wait for
record ChatArguments(
    String as,
    String device,
    @Nullable String to,
    List<String> members,
    Mode mode,
    int count,
    Options options) {
  /// What to do.
  enum Mode {
    /// Talk, or send what is piped in.
    CHAT,
    SIGN_UP,
    HISTORY,
    RECEIVE
  }

  /// What applies to several of them.
  record Options(boolean raw, Duration limit) {}

  static final String USAGE =
      """
      Usage: ./rivulet chat --as NAME [--to NAME]
             ./rivulet chat --as NAME --to NAME < FILE
             ./rivulet chat --as NAME --to NAME --history N
             ./rivulet chat --as NAME --receive N

      Signs up or logs in as NAME and talks. --to names a person, or a group of one's own by name
      or id; a leading # takes it for a group. Lines starting with / are commands, /help lists them.

      When lines are piped in, each is one message, empty ones are left out. At the end of input it
      waits until each is sent or refused, prints the counts, and exits with 1 unless all were sent.

        --group NAME --members A,B   make the group unless there is one of that name, and use it
        --history N                  print the newest N messages (0: all), oldest first, one a line
        --receive N                  print N messages of others as they come, then exit
        --seconds S                  give up after S seconds without progress (default 120)
        --raw                        with --history and --receive: control characters as they are
        --sign-up                    sign up or log in (and make the group), and exit
        --device LABEL               be another device of NAME (default "terminal")

      Environment: RIVULET_PASSWORD (otherwise a password is generated and kept), RIVULET_API_URL,
      RIVULET_WS_URL (several are separated by commas), RIVULET_CLIENT_DIR (default
      .rivulet/clients).
      """;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
  private static final String NAME_RULE =
      "a name has 2 to 32 of a-z 0-9 . _ - and begins with a letter";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9-]{1,32}");
  private static final String LABEL_RULE = "it has 1 to 32 of a-z 0-9 -";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  static ChatArguments parse(List<String> arguments) {
    var parser = new Parser(arguments);
    parser.run();
    return parser.result();
  }

  static boolean asksForHelp(List<String> arguments) {
    return arguments.contains("--help") || arguments.contains("-h");
  }

  /// One pass over the words.
  private static final class Parser {
    private final List<String> words;
    private int at;
    private @Nullable String as;
    private @Nullable String to;
    private String device = "terminal";
    private List<String> members = List.of();
    private Mode mode = Mode.CHAT;
    private int count;
    private boolean raw;
    private Duration limit = LIMIT;

    Parser(List<String> words) {
      this.words = words;
    }

    void run() {
      while (at < words.size()) {
        var word = words.get(at++);
        switch (word) {
          case "--as" ->
              as = matching(word, NAME, NAME_RULE, next(word).toLowerCase(java.util.Locale.ROOT));
          case "--to" -> to = next(word);
          case "--group" -> to = "#" + next(word);
          case "--members" -> members = List.of(next(word).split(",", -1));
          case "--device" -> device = matching(word, LABEL, LABEL_RULE, next(word));
          case "--sign-up" -> mode = Mode.SIGN_UP;
          case "--history" -> counted(word, Mode.HISTORY);
          case "--receive" -> counted(word, Mode.RECEIVE);
          case "--seconds" -> limit = Duration.ofSeconds(number(word));
          case "--raw" -> raw = true;
          default -> throw ChatFailure.usage("unknown argument " + word);
        }
      }
    }

    ChatArguments result() {
      if (as == null) {
        throw ChatFailure.usage("--as NAME is missing");
      }
      if (mode == Mode.HISTORY && to == null) {
        throw ChatFailure.usage("--history needs --to");
      }
      if (!members.isEmpty() && to == null) {
        throw ChatFailure.usage("--members needs --group");
      }
      return new ChatArguments(as, device, to, members, mode, count, new Options(raw, limit));
    }

    private void counted(String word, Mode chosen) {
      mode = chosen;
      count = number(word);
    }

    private String next(String word) {
      if (at >= words.size()) {
        throw ChatFailure.usage(word + " needs a value");
      }
      return words.get(at++);
    }

    private int number(String word) {
      var text = next(word);
      if (!text.matches("\\d{1,9}")) {
        throw ChatFailure.usage(word + " needs a number, not " + text);
      }
      return Integer.parseInt(text);
    }

    private static String matching(String word, Pattern pattern, String rule, String value) {
      if (!pattern.matcher(value).matches()) {
        throw ChatFailure.usage(
            "%s does not take %s: %s".formatted(word, SafeText.visible(value), rule));
      }
      return value;
    }
  }
}
