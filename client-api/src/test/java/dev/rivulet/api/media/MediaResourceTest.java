package dev.rivulet.api.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.rivulet.api.ManualClock;
import dev.rivulet.api.history.History;
import dev.rivulet.api.history.MemoryHistoryStore;
import dev.rivulet.api.http.HttpServer;
import dev.rivulet.api.http.Origins;
import dev.rivulet.api.http.Router;
import dev.rivulet.api.token.AccessTokens;
import dev.rivulet.api.token.Authentication;
import dev.rivulet.api.token.Caller;
import dev.rivulet.api.token.SigningKeys;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.MessageDeleted;
import dev.rivulet.contracts.log.MessageEdited;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.token.Revocations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Ann creates the group (1) and sends a picture (2); Eve is not in it.
class MediaResourceTest {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final MediaKeys KEYS =
      MediaKeys.parse("k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();
  private final UUID eve = UUID.randomUUID();
  private final UUID group = UUID.randomUUID();
  private final UUID picture = UUID.randomUUID();
  private final MemoryHistoryStore store = new MemoryHistoryStore();
  private final ManualClock clock = new ManualClock();
  private final AccessTokens tokens =
      new AccessTokens(SigningKeys.fresh(), "rivulet", "rivulet", LIFETIME, clock);
  private final HttpServer server = start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private HttpServer start() {
    Revocations revocations = new Revocations(LIFETIME, clock);
    Router router = new Router();
    new MediaResource(new History(store), KEYS, clock)
        .routes(router, new Authentication(tokens, revocations, () -> true, (_, _) -> {}));
    return HttpServer.start(
        new HttpServer.Settings(
            "127.0.0.1", 0, 100, Duration.ofSeconds(5), 10, false, Origins.none()),
        router,
        new SimpleMeterRegistry());
  }

  @BeforeEach
  void begin() {
    store.create(group, "group", ann, bob);
    store.happen(group, ann, Event.newBuilder().setMessage(carrying("look")));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private Content carrying(String text) {
    return Content.newBuilder()
        .setContent(ByteString.copyFromUtf8(text))
        .addAttachments(
            Attachment.newBuilder()
                .setId(Ids.bytes(picture))
                .setOwner(Ids.bytes(ann))
                .setType("image/webp")
                .setSize(70_000))
        .build();
  }

  @Test
  void whoSeesTheMessageGetsAddressesOfEveryVariant() throws Exception {
    JsonNode body = FrameCodec.json().readTree(get(bob, group, "2").body());

    JsonNode medium = body.get("media").get(0);
    assertThat(medium.get("id").asText()).isEqualTo(picture.toString());
    assertThat(medium.get("urls").size()).isEqualTo(2);
    for (MediaVariant variant : MediaVariant.of("image/webp")) {
      String url = medium.get("urls").get(variant.text()).asText();
      MediaUrl.Grant grant = MediaUrl.verify(url, clock.instant(), KEYS).orElseThrow();
      assertThat(grant.media()).isEqualTo(picture);
      assertThat(grant.variant()).isEqualTo(variant);
      assertThat(grant.expires().toEpochMilli()).isEqualTo(body.get("expires").asLong());
    }
  }

  @Test
  void outsidersLearnNothingOfWhatIsThere() throws Exception {
    String foreign = refused(eve, group, "2", 404, "unknown-conversation");
    assertThat(refused(eve, UUID.randomUUID(), "2", 404, "unknown-conversation"))
        .isEqualTo(foreign);
    assertThat(refused(eve, group, "77", 404, "unknown-conversation")).isEqualTo(foreign);
    String nothing = refused(bob, group, "1", 404, "unknown-message");
    assertThat(refused(bob, group, "7000", 404, "unknown-message")).isEqualTo(nothing);
    assertThat(refused(bob, group, "x", 404, "unknown-message")).isEqualTo(nothing);
  }

  @Test
  void whoCameLaterOrWentBeforeGetsNone() throws Exception {
    store.remove(group, ann, bob);
    assertThat(get(bob, group, "2").statusCode()).isEqualTo(200);
    store.happen(group, ann, Event.newBuilder().setMessage(carrying("without bob")));
    refused(bob, group, "4", 404, "unknown-message");
    store.add(group, ann, eve);
    refused(eve, group, "2", 404, "unknown-message");
    assertThat(get(ann, group, "4").statusCode()).isEqualTo(200);
  }

  @Test
  void hiddenDeletedAndUnseenEditsGiveNone() throws Exception {
    var hidden = Event.newBuilder().setHiddenFrom(Ids.bytes(bob));
    store.happen(group, ann, hidden.setMessage(carrying("blocked")));
    refused(bob, group, "3", 404, "unknown-message");

    store.remove(group, ann, bob);
    var edited = MessageEdited.newBuilder().setSeq(2).setContent(carrying("better"));
    store.happen(group, ann, Event.newBuilder().setMessageEdited(edited));
    refused(bob, group, "2", 404, "unknown-message");
    assertThat(get(ann, group, "2").statusCode()).isEqualTo(200);

    store.happen(
        group, ann, Event.newBuilder().setMessageDeleted(MessageDeleted.newBuilder().setSeq(2)));
    refused(ann, group, "2", 404, "unknown-message");
  }

  @Test
  void aMessageOnItsWayToTheStoreIsAskedForAgain() throws Exception {
    refused(bob, group, "3", 503, "unavailable");
    store.message(group, ann, "plain");
    assertThat(get(bob, group, "3").body()).contains("\"media\":[]");
  }

  private String refused(UUID reader, UUID conversation, String seq, int status, String code)
      throws Exception {
    HttpResponse<String> answer = get(reader, conversation, seq);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"" + code + "\"");
    return answer.body();
  }

  private HttpResponse<String> get(UUID reader, UUID conversation, String seq) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/v1/conversations/%s/messages/%s/media"
                .formatted(server.port(), conversation, seq));
    String token = tokens.issue(new Caller(reader, UUID.randomUUID()));
    return client.send(
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).build(),
        BodyHandlers.ofString());
  }
}
