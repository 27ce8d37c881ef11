package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ServerFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whatever is wrong gets the answer that docs/protocol.md gives it, and the log stays as it was.
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
@Order(4)
class BadInputIT {
  private static final String SIGN_UP = "{\"handle\":\"%s\",\"password\":\"%s\"}";

  private final TestStack stack;
  private final Http http;
  private List<Person> people = List.of();
  private UUID talk = new UUID(0, 0);
  private long connection = System.currentTimeMillis() + 1_000_000;
  private long eventsBefore;

  BadInputIT(TestStack stack) {
    this.stack = stack;
    this.http = new Http(stack.api());
  }

  @BeforeAll
  void twoPeopleTalk() {
    people = stack.people(2);
    talk = Talk.newDirect(people.getFirst(), people.getLast());
    Talk.awaitSent(people.getFirst().device().sendMany(talk, 3));
    people.getFirst().device().client().stop();
  }

  @AfterAll
  void close() {
    Person.closeAll(people);
    http.close();
  }

  @BeforeEach
  void countEvents() {
    eventsBefore = stack.log().catchUp().size();
  }

  @AfterEach
  void logIsUnchanged() {
    assertThat(stack.log().catchUp().size()).as("events").isEqualTo(eventsBefore);
  }

  @Test
  void unreadableFrameIsRefusedAndTheSessionGoesOn() {
    try (RawSocket raw = attach()) {
      for (String wrong :
          List.of(
              "{",
              "[]",
              "17",
              "",
              "{}",
              "{\"type\":\"send\"}",
              "{\"type\":\"ping\"}{\"type\":\"ping\"}",
              "{\"type\":\"ping\",\"type\":\"ping\"}",
              "{\"type\":\"send\",\"conversation\":\"1-1-1-1-1\",\"id\":\"a\",\"text\":\"b\"}",
              "{\"type\":\"send\",\"conversation\":\"%s\",\"id\":\"a\",\"n\":1.5,\"text\":\"b\"}"
                  .formatted(talk),
              "{\"type\":\"send\",\"conversation\":\"%s\",\"id\":\"a\",\"n\":-1,\"text\":\"b\"}"
                  .formatted(talk),
              "{\"type\":\"send\",\"conversation\":\"%s\",\"id\":\"a b\",\"n\":1,\"text\":\"b\"}"
                  .formatted(talk),
              "[".repeat(5_000))) {
        raw.text(wrong);
        assertThat(raw.await(ServerFrame.Refused.class).code()).as(wrong).isEqualTo("bad-frame");
      }
      assertGoesOn(raw);
    }
  }

  @Test
  void unknownFrameIsRefusedAndTheSessionGoesOn() {
    try (RawSocket raw = attach()) {
      raw.text("{\"type\":\"dance\",\"steps\":3}");
      assertThat(raw.await(ServerFrame.Refused.class).code()).isEqualTo("unknown-frame");
      assertGoesOn(raw);
    }
  }

  @Test
  void messageToAnUnknownConversationIsRefused() {
    try (RawSocket raw = attach()) {
      raw.send(ClientFrame.Send.of(UUID.randomUUID(), "m-1", 1, TestStack.BODY_MARK));
      assertThat(raw.await(ServerFrame.Refused.class).code()).isEqualTo("unknown-conversation");
      assertGoesOn(raw);
    }
  }

  @Test
  void emptyOrTooLongTextIsRefused() {
    String long1 = "x".repeat(Bounds.CONTENT_BYTES_MAX + 1);
    String long2 = "é".repeat(Bounds.CONTENT_BYTES_MAX / 2 + 1);
    try (RawSocket raw = attach()) {
      raw.text(
          "{\"type\":\"send\",\"conversation\":\"%s\",\"id\":\"e-1\",\"text\":\"\"}"
              .formatted(talk));
      assertRefused(raw, "e-1", "empty");
      raw.send(ClientFrame.Send.of(talk, "e-2", 0, long1));
      assertRefused(raw, "e-2", "too-large");
      raw.send(ClientFrame.Send.of(talk, "e-3", 0, long2));
      assertRefused(raw, "e-3", "too-large");
      assertGoesOn(raw);
      raw.text("{\"type\":\"ping\",\"x\":\"" + "x".repeat(170_000) + "\"}");
      assertThat(raw.awaitClose()).isEqualTo(1009);
    }
  }

  @Test
  void frameBeforeAttachClosesWith4500() {
    for (String early : List.of("{\"type\":\"ping\"}", "{", "hello")) {
      try (RawSocket raw = RawSocket.open(stack.gateways().getFirst())) {
        raw.text(early);
        assertThat(raw.awaitClose()).as(early).isEqualTo(4500);
      }
    }
    try (RawSocket raw = RawSocket.open(stack.gateways().getFirst())) {
      raw.send(ClientFrame.Send.of(talk, "b-1", 0, TestStack.BODY_MARK));
      assertThat(raw.awaitClose()).isEqualTo(4500);
    }
  }

  @Test
  void silenceBeforeAttachClosesWith4008() {
    try (RawSocket raw = RawSocket.open(stack.gateways().getFirst())) {
      assertThat(raw.awaitClose()).isEqualTo(4008);
    }
  }

  @Test
  void wrongTokenClosesWith4501AndAnExpiredOneWith4001() {
    Tokens tokens = Tokens.ours(stack, people.getFirst());
    try (RawSocket raw =
        RawSocket.attach(stack.gateways().getFirst(), tokens.valid(), ++connection)) {
      assertGoesOn(raw);
    }
    for (String wrong :
        List.of(
            "nonsense",
            "a.b.c",
            tokens.forged().valid(),
            tokens.forAnotherAudience(),
            tokens.ofAnotherType())) {
      assertThat(closeOf(wrong)).as(wrong).isEqualTo(4501);
      assertThat(http.get("/v1/me", wrong).statusAndCode()).isEqualTo("401 unauthorized");
    }
    assertThat(closeOf(tokens.expired())).isEqualTo(4001);
    assertThat(http.get("/v1/me", tokens.expired()).statusAndCode()).isEqualTo("401 token-expired");
    assertThat(http.get("/v1/me", null).statusAndCode()).isEqualTo("401 unauthorized");
  }

  @Test
  void binaryGarbageEndsItsConnectionAlone() throws IOException {
    byte[] garbage = new byte[5_000];
    new Random(1).nextBytes(garbage);
    try (RawSocket good = attach()) {
      try (RawSocket raw = RawSocket.open(stack.gateways().getFirst())) {
        raw.binary(garbage);
        assertThat(raw.awaitClose()).isEqualTo(1003);
      }
      for (int port : List.of(stack.gateways().getFirst().getPort(), stack.api().getPort())) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          socket.setSoTimeout(20_000);
          socket.getOutputStream().write(garbage);
          socket.shutdownOutput();
          assertThat(socket.getInputStream().readAllBytes().length).isLessThan(2_000);
        } catch (java.net.SocketException reset) {
          // An answer as clear as the other.
        }
      }
      assertGoesOn(good);
    }
  }

  @Test
  void accountThatCannotBeIsRefused() {
    String taken = people.getFirst().handle();
    String good = TestStack.newPassword();
    assertThat(signUp(taken, good)).isEqualTo("409 handle-taken");
    assertThat(signUp(taken.toUpperCase(java.util.Locale.ROOT), good))
        .isEqualTo("409 handle-taken");
    for (String handle : List.of("a", "1st", "with space", "x".repeat(33), "grüße", "")) {
      assertThat(signUp(handle, good)).as(handle).isEqualTo("422 invalid-handle");
    }
    for (String password : List.of("short", "", "aaaaaaaaaaaa", "1234567890", "qwertyuiop")) {
      assertThat(signUp(TestStack.newHandle("weak"), password))
          .as(password)
          .isEqualTo("422 weak-password");
    }
    assertThat(signUp(TestStack.newHandle("long"), "pass word ".repeat(13)))
        .isEqualTo("422 invalid-password");
    String wrong = SIGN_UP.formatted(taken, TestStack.newPassword());
    String nobody = SIGN_UP.formatted(TestStack.newHandle("nobody"), TestStack.newPassword());
    assertThat(http.post("/v1/login", null, wrong).statusAndCode())
        .isEqualTo("401 wrong-credentials");
    assertThat(http.post("/v1/login", null, wrong)).isEqualTo(http.post("/v1/login", null, nobody));
  }

  @Test
  void groupThatCannotBeIsRefused() {
    String token = people.getFirst().device().accessToken();
    String many =
        Stream.generate(() -> "\"" + UUID.randomUUID() + "\"")
            .limit(10_000)
            .collect(Collectors.joining(","));
    assertThat(newConversation(token, "{\"name\":\"g\",\"members\":[" + many + "]}"))
        .isEqualTo("422 too-many-members");
    assertThat(
            newConversation(token, "{\"name\":\"g\",\"members\":[\"" + UUID.randomUUID() + "\"]}"))
        .isEqualTo("422 unknown-user");
    assertThat(newConversation(token, "{\"name\":\"\",\"members\":[]}"))
        .isEqualTo("422 invalid-name");
    assertThat(newConversation(token, "{\"user\":\"" + UUID.randomUUID() + "\"}"))
        .isEqualTo("404 unknown-user");
    assertThat(newConversation(token, "{\"user\":\"" + people.getFirst().id() + "\"}"))
        .isEqualTo("422 self");
    assertThat(newConversation(token, "{}")).isEqualTo("400 bad-request");
  }

  @Test
  void requestThatCannotBeIsRefused() {
    String token = people.getFirst().device().accessToken();
    assertThat(http.get("/v1/nothing", token).statusAndCode()).isEqualTo("404 not-found");
    assertThat(http.send("DELETE", "/v1/me", token, null).statusAndCode())
        .isEqualTo("405 method-not-allowed");
    for (String body : List.of("{", "", "[]", "null", "{\"user\":5}", "{\"user\":\"1-1-1-1-1\"}")) {
      assertThat(newConversation(token, body)).as(body).isEqualTo("400 bad-request");
    }
    assertThat(newConversation(token, "{\"name\":\"" + "x".repeat(2 << 20) + "\"}"))
        .isEqualTo("413 too-large");
    HttpRequest text =
        HttpRequest.newBuilder(stack.api().resolve("/v1/conversations"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    assertThat(http.send(text).statusAndCode()).isEqualTo("415 unsupported-media-type");
    for (String path :
        List.of(
            "/v1/conversations/" + talk + "/messages?limit=many",
            "/v1/conversations/" + talk + "/messages?before=0",
            "/v1/conversations/" + talk + "/events?from=1",
            "/v1/conversations/" + talk + "/events?from=5&to=1",
            "/v1/conversations/" + talk + "/events?from=1&to=100000",
            "/v1/sync?to=nonsense",
            "/v1/sync")) {
      assertThat(http.get(path, token).statusAndCode()).as(path).isEqualTo("400 bad-request");
    }
    assertThat(http.get("/v1/conversations/nonsense", token).statusAndCode())
        .isEqualTo("404 unknown-conversation");
  }

  private RawSocket attach() {
    return RawSocket.attach(
        stack.gateways().getFirst(), people.getFirst().device().accessToken(), ++connection);
  }

  private int closeOf(String token) {
    try (RawSocket raw = RawSocket.open(stack.gateways().getFirst())) {
      raw.send(new ClientFrame.Attach(token, ++connection));
      return raw.awaitClose();
    }
  }

  private String signUp(String handle, String password) {
    return http.post("/v1/accounts", null, SIGN_UP.formatted(handle, password)).statusAndCode();
  }

  private String newConversation(String token, String body) {
    return http.post("/v1/conversations", token, body).statusAndCode();
  }

  private static void assertRefused(RawSocket raw, String id, String code) {
    ServerFrame.Refused refused = raw.await(ServerFrame.Refused.class);
    assertThat(refused.id()).isEqualTo(id);
    assertThat(refused.code()).isEqualTo(code);
  }

  private static void assertGoesOn(RawSocket raw) {
    raw.send(new ClientFrame.Ping());
    assertThat(raw.await(ServerFrame.Pong.class)).isNotNull();
    assertThat(raw.isOpen()).isTrue();
  }
}
