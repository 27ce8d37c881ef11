package dev.rivulet.stack;

import dev.rivulet.servers.Installation;
import dev.rivulet.servers.ServerException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What `./rivulet` runs for every command that is about the local stack.
public final class Rivulet {
  private static final int USAGE = 2;

  private Rivulet() {}

  public static void main(String[] arguments) {
    int code = run(List.of(arguments), System.getenv());
    System.out.flush();
    System.exit(code);
  }

  static int run(List<String> arguments, Map<String, String> environment) {
    String data = environment.get("RIVULET_DATA");
    Path directory =
        (data == null ? Installation.find().root().resolve(".rivulet") : Path.of(data))
            .toAbsolutePath()
            .normalize();
    Map<String, Command> commands = Commands.of(directory, environment);
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    Command command = commands.get(name);
    if (command == null) {
      System.err.println("rivulet: no command " + name + "; ./rivulet help lists them");
      return USAGE;
    }
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      System.out.println("Usage: ./rivulet " + command.usage());
      System.out.println(command.summary());
      System.out.print(command.details());
      return 0;
    }
    try {
      return command.run(rest);
    } catch (UsageException e) {
      System.err.println("rivulet: " + e.getMessage() + "; usage: ./rivulet " + command.usage());
      return USAGE;
    } catch (UncheckedIOException e) {
      System.err.println("rivulet: " + e.getMessage() + " (" + e.getCause() + ")");
    } catch (ServerException e) {
      System.err.println("rivulet: " + e.summary());
    } catch (IllegalArgumentException e) {
      System.err.println("rivulet: " + e.getMessage());
    }
    return 1;
  }
}
