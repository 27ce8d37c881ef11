package dev.rivulet.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What it takes to start a process once.
///
/// @param command the program and its arguments
/// @param environment what is added to this process's own environment
/// @param directory its working directory
/// @param log the file its output is appended to
public record Launch(
    List<String> command, Map<String, String> environment, Path directory, Path log) {
  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command without a program");
    }
  }
}
