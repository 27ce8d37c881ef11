package dev.rivulet.testing.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testing.conformance.client.JavaWebSocketClient;
import dev.rivulet.testing.conformance.client.JdkClient;
import dev.rivulet.testing.conformance.client.JettyClient;
import dev.rivulet.testing.conformance.client.NettyClient;
import dev.rivulet.testing.conformance.client.OkHttp;
import dev.rivulet.testing.conformance.client.OtherClient;
import dev.rivulet.testing.conformance.client.TyrusClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Other people's clients each exchange 500 messages with the gateway's port, directly and through
/// HAProxy: of random sizes, and of those at which the form of a frame changes.
@Tag("slow")
class InteroperationTest {
  private static final EdgeEcho EDGE = EdgeEcho.anyOrigin();
  private static final int MESSAGES = 500;
  private static final int RANDOM_BYTES_MAX = 5_000;
  private static final long SEED = System.nanoTime();

  @TempDir private Path folder;

  /// In this process.
  @FunctionalInterface
  private interface Library {
    OtherClient connect(URI uri) throws Exception;
  }

  /// A process of its own.
  @FunctionalInterface
  private interface Program {
    String run(Path folder, URI uri, String sizes) throws Exception;
  }

  private static final Map<String, Program> CLIENTS =
      Map.of(
          "JDK", library(JdkClient::new),
          "Jetty", library(JettyClient::new),
          "Tyrus", library(TyrusClient::new),
          "Netty", library(NettyClient::new),
          "Java-WebSocket", library(JavaWebSocketClient::new),
          "OkHttp", library(OkHttp::new),
          "npm ws", Programs::ws,
          "Node", Programs::node,
          "Python", Programs::python,
          "Chromium", Programs::chromium);

  private static Program library(Library library) {
    return (folder, uri, sizes) -> exchange(library.connect(uri), sizes);
  }

  @AfterAll
  static void close() {
    EDGE.close();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void exchangesMessages(String client) throws Exception {
    assertExchanged(client, EDGE.port());
  }

  @ParameterizedTest
  @MethodSource("clients")
  void exchangesMessagesThroughHaproxy(String client) throws Exception {
    Programs.assume("haproxy", "haproxy", "-v");
    try (var proxy = HaProxy.before(EDGE.port(), folder)) {
      assertExchanged(client, proxy.port());
    }
  }

  static Stream<String> clients() {
    return CLIENTS.keySet().stream().sorted();
  }

  private void assertExchanged(String client, int port) throws Exception {
    Program program = Objects.requireNonNull(CLIENTS.get(client));
    assertThat(program.run(folder, uri(port), sizes()))
        .as("messages, close code, clean end; seed %d", SEED)
        .isEqualTo(MESSAGES + " 1000 true");
  }

  private static URI uri(int port) {
    return URI.create("ws://127.0.0.1:" + port + "/v1/ws");
  }

  private static String exchange(OtherClient client, String sizes) throws Exception {
    int count = 0;
    for (String size : sizes.split(",", -1)) {
      String text = text(Integer.parseInt(size));
      client.send(text);
      assertThat(client.receive().equals(text)).as("%s bytes, seed %d", size, SEED).isTrue();
      count++;
    }
    return count + " " + client.close() + " true";
  }

  private static String text(int size) {
    return size < 2 ? "x".repeat(size) : "é" + "x".repeat(size - 2);
  }

  private static String sizes() {
    var random = new Random(SEED);
    List<Integer> sizes = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      Collections.addAll(sizes, 0, 125, 126, 65_535, 65_536, EDGE.messageBytesMax());
    }
    while (sizes.size() < MESSAGES) {
      sizes.add(random.nextInt(RANDOM_BYTES_MAX));
    }
    Collections.shuffle(sizes, random);
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
