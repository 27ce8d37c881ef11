package dev.rivulet.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The commands of the launcher; the script in front of it has more, and lists them all.
final class Commands {
  private Commands() {}

  static Map<String, Command> of(Path directory, Map<String, String> environment) {
    Map<String, Command> commands = new TreeMap<>();
    commands.put("up", new UpCommand(directory, environment));
    commands.put("down", new DownCommand(directory));
    commands.put("status", new StatusCommand(directory));
    commands.put("logs", new LogsCommand(directory));
    commands.put("scale", new ScaleCommand(directory));
    commands.put("reset", new ResetCommand(directory));
    return commands;
  }
}
