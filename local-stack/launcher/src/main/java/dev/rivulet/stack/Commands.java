package dev.rivulet.stack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The commands, in the order in which `help` lists them.
final class Commands {
  /// Those that the script runs without the launcher: usage and summary.
  private static final Map<String, String> OF_THE_SCRIPT =
      Map.of(
          "chat --as NAME [--to NAME]", "talk in the terminal; --help says more",
          "demo", "a conversation to look at, with an echo bot to talk to",
          "bench", "measure latency next to a raw Kafka relay",
          "topics tail TOPIC", "print a topic's committed records as JSON lines",
          "where USER", "which gateways a user's devices are attached to",
          "verify [--full]", "build and run the tests");

  private Commands() {}

  static Map<String, Command> of(Path directory, Map<String, String> environment) {
    Map<String, Command> commands = new LinkedHashMap<>();
    Command up = new UpCommand(directory, environment);
    commands.put("up", up);
    commands.put("down", new DownCommand(directory));
    commands.put("status", new StatusCommand(directory));
    commands.put("logs", new LogsCommand(directory));
    commands.put("scale", new ScaleCommand(directory));
    commands.put("reset", new ResetCommand(directory));
    commands.put("help", simple("help", "this text", arguments -> help(commands, up)));
    return commands;
  }

  private static int help(Map<String, Command> commands, Command up) {
    System.out.println("Usage: ./rivulet COMMAND [ARGUMENTS]; each has --help");
    commands.values().forEach(command -> line(command.usage(), command.summary()));
    OF_THE_SCRIPT.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(command -> line(command.getKey(), command.getValue()));
    System.out.println();
    System.out.print(up.details());
    return 0;
  }

  private static void line(String usage, String summary) {
    System.out.printf("  %-34s %s%n", usage, summary);
  }

  static Command simple(String usage, String summary, Function<List<String>, Integer> body) {
    return new Command() {
      @Override
      public String usage() {
        return usage;
      }

      @Override
      public String summary() {
        return summary;
      }

      @Override
      public int run(List<String> arguments) {
        return body.apply(arguments);
      }
    };
  }
}
