package dev.rivulet.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Clients that are programs of their own; where one is missing the test is skipped, and says so.
final class Programs {
  private static final Path SCRIPTS = Path.of("src/test/resources/interoperation");
  private static final int WAIT_SECONDS = 60;

  private Programs() {}

  /// Skips the test unless the command succeeds.
  static void assume(String what, String... command) {
    int code = 1;
    try {
      code = new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException missing) {
      // The command itself is what is missing.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Assumptions.assumeTrue(code == 0, "SKIPPED: " + what + " is not on this machine");
  }

  /// Runs a client and returns what it prints: messages, close code, whether it ended cleanly.
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).as("ends").isTrue();
      String text = Files.readString(output).strip();
      assertThat(process.exitValue()).as(text).isZero();
      return text.lines().reduce("", (before, line) -> line);
    } finally {
      process.destroyForcibly();
    }
  }

  static String python(Path folder, URI uri, String sizes) throws Exception {
    assume("python3-websockets", "/usr/bin/python3", "-c", "import websockets");
    return run(folder, List.of("/usr/bin/python3", script("client.py"), uri.toString(), sizes));
  }

  static String node(Path folder, URI uri, String sizes) throws Exception {
    assume("node", "node", "--version");
    String flag = "--experimental-websocket";
    assume("a Node with a WebSocket of its own", "node", flag, "-e", "WebSocket");
    return run(folder, List.of("node", flag, script("node.js"), uri.toString(), sizes));
  }

  static String ws(Path folder, URI uri, String sizes) throws Exception {
    assume("npm", "npm", "--version");
    Path home = Path.of("target/npm").toAbsolutePath();
    String module = home.resolve("node_modules/ws").toString();
    if (!Files.exists(Path.of(module))) {
      Files.createDirectories(home);
      assume("npm's ws", "npm", "install", "--prefix", home.toString(), "--no-audit", "ws@8");
    }
    return run(folder, List.of("node", script("node.js"), uri.toString(), sizes, module));
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toAbsolutePath().toString();
  }

  static String chromium(Path folder, URI uri, String sizes) throws Exception {
    assume("chromium", "chromium", "--version");
    var result = new CompletableFuture<String>();
    HttpServer pages = pages(page(uri, sizes), result);
    var command = new ArrayList<>(List.of("chromium", "--headless", "--no-sandbox"));
    command.addAll(List.of("--disable-gpu", "--disable-quic", "--no-first-run"));
    command.addAll(List.of("--disable-background-networking", "--disable-component-update"));
    command.addAll(List.of("--disable-sync", "--user-data-dir=" + folder.resolve("profile")));
    command.add("http://127.0.0.1:" + pages.getAddress().getPort() + "/");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    try {
      return result.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } finally {
      process.destroy();
      process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
      pages.stop(0);
    }
  }

  private static String page(URI uri, String sizes) throws IOException {
    return """
        <!doctype html><meta charset="utf-8"><script>%s
        exchange(WebSocket, '%s', [%s]).then(
          (it) => fetch('/result?' + encodeURIComponent(it)),
          (it) => fetch('/result?' + encodeURIComponent('' + it)));
        </script>
        """
        .formatted(Files.readString(SCRIPTS.resolve("exchange.js")), uri, sizes);
  }

  private static HttpServer pages(String page, CompletableFuture<String> result)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            URI asked = exchange.getRequestURI();
            if (asked.getPath().equals("/result")) {
              result.complete(URLDecoder.decode(asked.getRawQuery(), StandardCharsets.UTF_8));
            }
            byte[] body = page.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    server.start();
    return server;
  }
}
