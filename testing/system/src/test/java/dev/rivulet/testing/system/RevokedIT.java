package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.ConnectionState;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A revocation travels by the log alone: while Redis does not answer, sockets end as fast.
@ExtendWith(StackExtension.class)
@Timeout(120)
@Order(4)
class RevokedIT {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private final TestStack stack;

  RevokedIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void allOtherDevicesArePutOutWithinSecondsWithoutRedis() {
    List<Person> people = stack.people(1);
    Person ann = people.getFirst();
    List<TestDevice> others = Stream.generate(ann::addDevice).limit(3).toList();
    stack.processes().redis().suspend();
    try (Http http = new Http(stack.api())) {
      assertThat(http.send("DELETE", "/v1/devices", ann.device().accessToken(), null).status())
          .isEqualTo(204);
      await("the other devices are put out")
          .atMost(WITHIN)
          .until(() -> others.stream().allMatch(RevokedIT::isOut));
      for (TestDevice other : others) {
        assertThat(other.client().stateDetail()).contains("4510");
        assertThat(http.get("/v1/me", other.accessToken()).statusAndCode())
            .isEqualTo("401 unauthorized");
      }
      assertThat(http.get("/v1/me", ann.device().accessToken()).status()).isEqualTo(200);
    } finally {
      stack.processes().redis().resume();
    }
    assertThat(isOut(ann.device())).isFalse();
    others.forEach(
        other -> {
          other.close();
          ann.devices().remove(other);
        });
    Person.closeAll(people);
  }

  @Test
  void mediaIngestRefusesTheTokensOfARevokedDeviceWithoutRedis() {
    Person ann = stack.people(1).getFirst();
    TestDevice lost = ann.addDevice();
    String token = lost.accessToken();
    lost.client().stop();
    stack.processes().redis().suspend();
    try (Http api = new Http(stack.api());
        Http media = new Http(stack.media())) {
      assertThat(upload(media, token)).isEqualTo("201 ");
      assertThat(
              api.send("DELETE", "/v1/devices/" + lost.device(), ann.device().accessToken(), null)
                  .status())
          .isEqualTo(204);
      await("media-ingest refuses the token")
          .atMost(WITHIN)
          .until(() -> upload(media, token).equals("401 unauthorized"));
      assertThat(media.post("/v1/media/" + lost.device() + "/ticket", token, "").status())
          .isEqualTo(401);
      assertThat(upload(media, ann.device().accessToken())).isEqualTo("201 ");
    } finally {
      stack.processes().redis().resume();
    }
    ann.close();
  }

  private static String upload(Http media, String token) {
    return media.post("/v1/media", token, "{}").statusAndCode();
  }

  private static boolean isOut(TestDevice device) {
    return device.client().state() == ConnectionState.ENDED;
  }
}
