package dev.rivulet.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.PrivacyRecord;
import dev.rivulet.contracts.presence.PresenceQuestion.State;
import dev.rivulet.gateway.FakeWatching;
import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PresenceTest {
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID PHONE = new UUID(3, 3);
  private static final UUID BOB = new UUID(5, 5);
  private static final UUID CY = new UUID(6, 6);
  private static final State ONLINE = new State(true, 0);

  private final TestEdge edge = TestEdge.start();

  @AfterEach
  void close() {
    edge.close();
  }

  @Test
  void whoeverWatchesIsToldTheStateAndThenWhatChanges() throws IOException {
    edge.watching.visible.add(BOB);
    edge.watching.states.put(BOB, ONLINE);
    try (var client = edge.attach(ANN, PHONE, 1)) {
      watch(client, BOB);
      assertThat(client.readText("presence"))
          .contains("{\"user\":\"%s\",\"online\":true}".formatted(BOB));
      edge.watching.states.put(BOB, new State(false, 1_700_000_000_000L));
      assertThat(client.readText("presence"))
          .contains("\"online\":false,\"lastSeen\":1700000000000}");
      assertThat(edge.watching.token).isNotNull().startsWith("ey");
    }
  }

  @Test
  void whoIsNotToBeSeenStandsThereAsOffline() throws IOException {
    edge.watching.visible.add(BOB);
    edge.watching.states.put(BOB, ONLINE);
    edge.watching.states.put(CY, ONLINE);
    try (var client = edge.attach(ANN, PHONE, 1)) {
      watch(client, BOB, CY);
      assertThat(client.readText("presence"))
          .contains("{\"user\":\"%s\",\"online\":true}".formatted(BOB))
          .contains("{\"user\":\"%s\",\"online\":false}".formatted(CY));
    }
  }

  @Test
  void whoHidesFromNowOnGoesOffline() throws IOException {
    edge.watching.visible.add(BOB);
    edge.watching.states.put(BOB, ONLINE);
    try (var client = edge.attach(ANN, PHONE, 1)) {
      watch(client, BOB);
      client.readText("presence");
      edge.privacy.put(
          PrivacyRecord.newBuilder().setUser(Ids.bytes(BOB)).setHidesPresence(true).build());
      assertThat(client.readText("presence")).contains("\"online\":false}");
    }
  }

  @Test
  void whoIsBlockedFromNowOnSeesNothingMore() throws IOException {
    edge.watching.visible.add(BOB);
    edge.watching.states.put(BOB, ONLINE);
    try (var client = edge.attach(ANN, PHONE, 1)) {
      watch(client, BOB);
      client.readText("presence");
      edge.watching.visible.clear();
      assertThat(client.readText("presence")).contains("\"online\":false}");
    }
  }

  @Test
  void whatCannotBeToldNowIsToldLater() throws IOException {
    edge.watching.visible.add(BOB);
    edge.watching.states.put(BOB, ONLINE);
    edge.watching.apiAway = true;
    edge.watching.redisAway = true;
    try (var client = edge.attach(ANN, PHONE, 1)) {
      watch(client, BOB);
      await().until(() -> edge.watching.token != null);
      edge.watching.apiAway = false;
      edge.watching.redisAway = false;
      assertThat(client.readText("presence")).contains("\"online\":true");
    }
  }

  @Test
  void moreThanTheGatewayTakesIsShedAndCounted() throws IOException {
    edge.watching.visible.add(BOB);
    try (var client = edge.attach(ANN, PHONE, 1);
        var other = edge.attach(BOB, PHONE, 1)) {
      watch(client, BOB, CY, PHONE);
      client.readText("presence");
      watch(other, ANN);
      await()
          .until(
              () -> edge.meters.counter("rivulet.gateway.shed", "kind", "presence").count() == 1);
      assertThat(FakeWatching.WATCHED_MAX).isEqualTo(3);
      client.text("{\"type\":\"watch\",\"users\":[]}");
      client.text("{\"type\":\"ping\"}");
      client.readText("pong");
      watch(other, ANN);
      assertThat(other.readText("presence")).contains(ANN.toString());
    }
  }

  @Test
  void moreThan200AreNoFrame() throws IOException {
    try (var client = edge.attach(ANN, PHONE, 1)) {
      watch(client, Stream.generate(UUID::randomUUID).limit(201).toArray(UUID[]::new));
      assertThat(client.readText("refused")).contains("bad-frame", "at most 200");
    }
  }

  private static void watch(RawClient client, UUID... users) throws IOException {
    String ids = Arrays.stream(users).map(it -> "\"" + it + "\"").collect(Collectors.joining(","));
    client.text("{\"type\":\"watch\",\"users\":[" + ids + "]}");
  }
}
