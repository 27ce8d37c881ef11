package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Everything is stopped and started again on the same data, with access tokens of another
/// algorithm from then on.
@ExtendWith(StackExtension.class)
@Timeout(240)
@Order(7)
@Tag("slow")
class RestartIT {
  private final TestStack stack;

  RestartIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void nothingIsForgottenOverARestartOfEverything() throws ParseException {
    List<Person> people = stack.people(3);
    UUID group = Talk.newGroup(people);
    people.forEach(person -> Talk.awaitSent(person.device().sendMany(group, 100)));
    Truth before = Checker.check(stack, group, people);
    long sizeBefore = stack.log().size();
    people.forEach(person -> person.device().client().stop());
    String tokenOfBefore = people.getFirst().device().accessToken();
    assertThat(algorithm(tokenOfBefore)).isEqualTo(JWSAlgorithm.ES256);

    stack.restart(
        Map.of(
            "RIVULET_API_SIGNING_ALGORITHM", "EDDSA",
            "RIVULET_API_SIGNING_KEY_LEAD", "1ms"));

    assertThat(stack.log().catchUp().size()).isEqualTo(sizeBefore);
    assertThat(stack.log().truth(group).all()).isEqualTo(before.all());
    for (Person person : people) {
      person.replaceClient(stack.addresses()).start();
    }
    people.forEach(person -> person.device().awaitLive());
    people.forEach(person -> Talk.awaitSent(person.device().sendMany(group, 20)));
    Truth after = Checker.check(stack, group, people);
    assertThat(after.lastSeq()).isEqualTo(before.lastSeq() + 60);
    // Passwords are kept as well: a new device is told everything.
    TestDevice added = people.getFirst().addDevice();
    Checker.check(stack, group, people);
    assertThat(algorithm(added.accessToken())).isEqualTo(JWSAlgorithm.EdDSA);
    for (String token : List.of(tokenOfBefore, added.accessToken())) {
      isTaken(token);
    }
    Person.closeAll(people);
  }

  private static JWSAlgorithm algorithm(String token) throws ParseException {
    return SignedJWT.parse(token).getHeader().getAlgorithm();
  }

  /// By those who verify tokens, besides the gateway that the devices are at.
  private void isTaken(String token) {
    try (Http api = new Http(stack.api());
        Http media = new Http(stack.media())) {
      assertThat(api.get("/v1/me", token).status()).isEqualTo(200);
      assertThat(media.post("/v1/media", token, "{}").status()).isEqualTo(201);
    }
    try (RawSocket raw =
        RawSocket.attach(stack.gateways().getLast(), token, System.currentTimeMillis() << 1)) {
      assertThat(raw.isOpen()).isTrue();
    }
  }
}
