package dev.rivulet.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.frame.SubProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkTransportTest {
  private final JdkTransport transport = JdkTransport.create();
  private final Ears ears = new Ears();
  private SocketServer server;

  @BeforeEach
  void start() throws IOException {
    server = new SocketServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void messagesOfABurstAreSentInOrder() throws Exception {
    var link = transport.open(server.address(), ears);
    assertThat(ears.next()).isEqualTo("opened");
    var burst = IntStream.range(0, 2_000).mapToObj(i -> "message " + i).toList();
    burst.forEach(link::send);

    var heard = new ArrayList<String>();
    while (heard.size() < burst.size()) {
      heard.add(server.heard.take());
    }
    assertThat(heard).isEqualTo(burst);
  }

  /// The head of an answer comes at once, its body never ends.
  @Test
  void answerThatTricklesEndsAtTheTimeLimitWithItsConnection() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
      var call = new HttpCall("GET", uri, Map.of(), null, Duration.ofMillis(500));
      var answer = transport.exchange(call);
      try (var socket = listener.accept()) {
        socket.setSoTimeout(10_000);
        var head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(TimeoutException.class);
        socket.getInputStream().readAllBytes();
      }
    }
  }

  @Test
  void fragmentsMakeOneMessage() throws Exception {
    transport.open(server.address(), ears);
    assertThat(ears.next()).isEqualTo("opened");
    server.say("one ", "mess", "age");
    server.say("Grüße ".repeat(20_000));

    assertThat(ears.next()).isEqualTo("one message");
    assertThat(ears.next()).isEqualTo("Grüße ".repeat(20_000));
  }

  @Test
  void binaryMessagesGoBothWays() throws Exception {
    var link = transport.open(server.address(), SubProtocol.PROTO, ears);
    assertThat(ears.next()).isEqualTo("opened");
    link.binary("bytes".getBytes(StandardCharsets.UTF_8));
    server.sayBinary("one ", "mess", "age");

    assertThat(server.heard.take()).isEqualTo("binary bytes");
    assertThat(ears.next()).isEqualTo("binary one message");
    server.say("a text");
    assertThat(ears.next()).isEqualTo("closed 1002");
  }

  @Test
  void binaryMessageInJsonEndsTheConnection() throws Exception {
    transport.open(server.address(), ears);
    assertThat(ears.next()).isEqualTo("opened");
    server.sayBinary("bytes");

    assertThat(ears.next()).isEqualTo("closed 1002");
  }

  @Test
  void messageBeyondTheBoundEndsTheConnection() throws Exception {
    transport.open(server.address(), ears);
    assertThat(ears.next()).isEqualTo("opened");
    server.say("x".repeat(600_000), "x".repeat(600_000));

    assertThat(ears.next()).isEqualTo("closed 1009");
  }

  @Test
  void readingStopsWhileNothingIsTaken() throws Exception {
    ears.taking = false;
    transport.open(server.address(), ears);
    assertThat(ears.next()).isEqualTo("opened");
    for (int i = 0; i < 1_000; i++) {
      server.say("message " + i);
    }

    await().until(() -> ears.messages.get() == 256);
    ears.takeAll();
    await().until(() -> ears.messages.get() == 1_000);
  }

  @Test
  void endIsToldOnceWithTheCodeOfTheServer() throws Exception {
    transport.open(server.address(), ears);
    assertThat(ears.next()).isEqualTo("opened");
    server.closeWith(4509);

    assertThat(ears.next()).isEqualTo("closed 4509");
  }

  @Test
  void serverThatVanishesIsAnEndAsWell() throws Exception {
    var link = transport.open(server.address(), ears);
    assertThat(ears.next()).isEqualTo("opened");
    server.vanish();

    assertThat(ears.next()).isEqualTo("closed 1006");
    link.send("into the void");
    link.close();
    assertThat(ears.heard).isEmpty();
  }

  @Test
  void closingSaysGoodBye() throws Exception {
    var link = transport.open(server.address(), ears);
    assertThat(ears.next()).isEqualTo("opened");
    link.close();

    assertThat(server.heard.take()).isEqualTo("(opcode 8)");
    assertThat(ears.next()).isEqualTo("closed 1000");
  }

  @Test
  void nobodyThereIsAnEnd() throws Exception {
    server.close();
    transport.open(server.address(), ears);

    assertThat(ears.next()).isEqualTo("closed 1006");
  }

  @Test
  void refusalIsToldWithTheWaitThatTheServerAsksFor() throws Exception {
    server.refuse("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\n");
    transport.open(server.address(), ears);

    assertThat(ears.next()).isEqualTo("refused 2000");
    assertThat(ears.next()).isEqualTo("closed 1006");
  }

  @Test
  void httpWithoutAnswerFails() {
    server.close();
    var call =
        new HttpCall(
            "GET",
            URI.create(server.address().toString().replace("ws:", "http:")),
            java.util.Map.of(),
            null,
            java.time.Duration.ofSeconds(5));

    assertThat(transport.exchange(call).handle((_, failure) -> failure).join())
        .hasRootCauseInstanceOf(IOException.class);
  }

  /// Hears, and takes at once unless told not to.
  private static final class Ears implements LinkListener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final AtomicInteger messages = new AtomicInteger();
    final List<Runnable> untaken = new ArrayList<>();
    volatile boolean taking = true;

    String next() throws InterruptedException {
      return heard.take();
    }

    synchronized void takeAll() {
      taking = true;
      untaken.forEach(Runnable::run);
    }

    @Override
    public void opened() {
      heard.add("opened");
    }

    @Override
    public synchronized void text(String message, Runnable taken) {
      heard.add(message);
      messages.incrementAndGet();
      if (taking) {
        taken.run();
      } else {
        untaken.add(taken);
      }
    }

    @Override
    public void binary(byte[] message, Runnable taken) {
      text("binary " + new String(message, StandardCharsets.UTF_8), taken);
    }

    @Override
    public void refused(long retryAfterMillis) {
      heard.add("refused " + retryAfterMillis);
    }

    @Override
    public void closed(int code, String reason) {
      heard.add("closed " + code);
    }
  }
}
