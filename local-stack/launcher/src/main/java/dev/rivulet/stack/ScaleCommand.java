package dev.rivulet.stack;

import dev.rivulet.servers.ServerException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks the launcher that runs for more or fewer instances of a service.
final class ScaleCommand implements Command {
  private static final Pattern WANTED = Pattern.compile("([a-z-]+)=(\\d{1,3})");

  private final Path directory;

  ScaleCommand(Path directory) {
    this.directory = directory;
  }

  @Override
  public String usage() {
    return "scale NAME=N";
  }

  @Override
  public String summary() {
    return "run N instances of a service, for example router=3, until the next start";
  }

  @Override
  public int run(List<String> arguments) {
    Matcher wanted = WANTED.matcher(arguments.size() == 1 ? arguments.getFirst() : "");
    if (!wanted.matches()) {
      throw new UsageException("one NAME=N is needed");
    }
    ControlSocket.Answer answer =
        ControlSocket.ask(directory, "scale " + wanted.group(1) + " " + wanted.group(2))
            .orElseThrow(() -> new ServerException("Rivulet is not running"));
    (answer.code() == 0 ? System.out : System.err).print(answer.text());
    return answer.code();
  }
}
