package dev.rivulet.testing.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Somebody without a browser who makes conversations and messages through the server.
final class Filler implements WebSocket.Listener, AutoCloseable {
  private static final int AT_ONCE = 100;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI api;
  private final String user;
  private final String token;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final CompletableFuture<Void> attached = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();

  Filler(URI api, String handle, String password, String name) {
    this.api = api;
    String grant =
        post(
                "/v1/accounts",
                """
                {"handle":"%s","password":"%s","displayName":"%s"}"""
                    .formatted(handle, password, name),
                "")
            .join();
    this.user = field(grant, "user");
    this.token = field(grant, "accessToken");
  }

  String user() {
    return user;
  }

  private CompletableFuture<String> post(String path, String body, String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return http.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Filler::done);
  }

  private static String done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.body();
  }

  private static String field(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
    assertThat(found.find()).as(json).isTrue();
    return found.group(1);
  }

  /// Groups of his own, some at a time.
  void gather(int groups) {
    for (int made = 0; made < groups; made += AT_ONCE) {
      List<CompletableFuture<String>> asked = new ArrayList<>();
      for (int i = made; i < Math.min(groups, made + AT_ONCE); i++) {
        asked.add(post("/v1/conversations", "{\"name\":\"Group %d\"}".formatted(i), token));
      }
      asked.forEach(CompletableFuture::join);
    }
  }

  String talkTo(Filler other) {
    String opened =
        post("/v1/conversations", "{\"user\":\"%s\"}".formatted(other.user()), token).join();
    return field(opened, "conversation");
  }

  /// Messages of different lengths; returns when all are in the log.
  void say(URI gateway, String conversation, int messages) throws InterruptedException {
    WebSocket socket =
        http.newWebSocketBuilder().subprotocols("rivulet.v1+json").buildAsync(gateway, this).join();
    long connection = System.currentTimeMillis();
    socket
        .sendText(
            "{\"type\":\"attach\",\"token\":\"%s\",\"connection\":%d}".formatted(token, connection),
            true)
        .join();
    attached.join();
    for (int i = 0; i < messages; i++) {
      room.acquire();
      String text = "Message " + i + " " + "words ".repeat(i % 40);
      socket
          .sendText(
              "{\"type\":\"send\",\"conversation\":\"%s\",\"id\":\"%s\",\"text\":\"%s\"}"
                  .formatted(conversation, UUID.randomUUID(), text),
              true)
          .join();
    }
    room.acquire(AT_ONCE);
    room.release(AT_ONCE);
    socket.abort();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      String frame = partial.toString();
      partial.setLength(0);
      if (frame.contains("\"type\":\"attached\"")) {
        attached.complete(null);
      } else if (frame.contains("\"type\":\"ack\"")) {
        room.release();
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
