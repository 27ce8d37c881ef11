package dev.rivulet.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Prints what runs; exit code 0 only if everything is ready.
final class StatusCommand implements Command {
  private final Path directory;

  StatusCommand(Path directory) {
    this.directory = directory;
  }

  @Override
  public String usage() {
    return "status";
  }

  @Override
  public String summary() {
    return "show every process and the addresses; exit code 0 only if all is ready";
  }

  @Override
  public int run(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw new UsageException("unknown argument " + arguments.getFirst());
    }
    Optional<ControlSocket.Answer> answer = ControlSocket.ask(directory, "status");
    if (answer.isPresent()) {
      System.out.print(answer.get().text());
      return answer.get().code();
    }
    System.out.println(
        RunDirectory.isLocked(directory)
            ? "Rivulet is starting or stopping."
            : "Rivulet is not running; ./rivulet up starts it.");
    return 1;
  }
}
