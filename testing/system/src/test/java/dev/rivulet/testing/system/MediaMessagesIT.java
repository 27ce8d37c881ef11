package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.media.MediaAddresses;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.media.MediaKeys;
import dev.rivulet.contracts.media.MediaTicket;
import dev.rivulet.contracts.media.MediaUrl;
import dev.rivulet.contracts.media.MediaVariant;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Messages that carry media: whose they may be, who sees them and who is told where they are.
@ExtendWith(StackExtension.class)
@Timeout(60)
@Order(3)
class MediaMessagesIT {
  private final TestStack stack;

  MediaMessagesIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void membersSeeWhatAMessageCarriesAndGetItsAddressesUntilItIsDeleted() throws Exception {
    List<Person> people = stack.people(3);
    Person ann = people.get(0);
    Person bob = people.get(1);
    Person outsider = people.get(2);
    UUID group = Talk.newGroup(people.subList(0, 2));
    Attachment picture = Media.picture(ann.id());
    var message = ann.device().client().sendMedia(group, "", List.of(Media.ticket(picture)));
    long seq = Talk.awaitSent(message);

    bob.device().awaitSeq(group, seq);
    ConversationEvent live = bob.device().view(group).getLast();
    assertThat(live.text()).isNull();
    assertThat(live.media()).containsExactly(ConversationEvent.Attachment.of(picture));
    assertThat(Checker.history(bob.device().client().api(), group).getLast()).isEqualTo(live);

    MediaAddresses addresses = bob.device().client().media().addresses(group, seq);
    UUID id = Ids.uuid(picture.getId());
    for (MediaVariant variant : MediaVariant.of(picture.getType())) {
      String url = addresses.url(id, variant.text()).orElseThrow();
      assertThat(MediaUrl.verify(url, Instant.now(), Media.KEYS))
          .hasValueSatisfying(grant -> assertThat(grant.media()).isEqualTo(id));
    }
    assertThat(refusal(outsider, group, seq)).isEqualTo("404 unknown-conversation");
    assertThat(refusal(outsider, UUID.randomUUID(), seq)).isEqualTo("404 unknown-conversation");

    assertThat(ann.device().client().delete(group, seq).join()).isInstanceOf(Outcome.Sent.class);
    // Once the deletion is stored.
    await("no addresses of a deleted message")
        .atMost(Talk.PATIENCE)
        .untilAsserted(() -> assertThat(refusal(bob, group, seq)).isEqualTo("404 unknown-message"));
    assertThat(Checker.history(bob.device().client().api(), group))
        .filteredOn(event -> event.seq() == seq)
        .allMatch(event -> event.media().isEmpty());
    Person.closeAll(people);
  }

  @Test
  void ticketsThatAreForeignExpiredOrForgedAreRefused() {
    List<Person> people = stack.people(2);
    Person ann = people.get(0);
    Person bob = people.get(1);
    UUID talk = Talk.newDirect(ann, bob);
    Attachment picture = Media.picture(ann.id());
    String ticket = Media.ticket(picture);
    MediaKeys forger = MediaKeys.parse("k1:YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=");
    String over = Media.ticket(picture.toBuilder().setExpires(1_700_000_000_000L).build());

    assertThat(send(bob, talk, ticket)).isEqualTo("bad-ticket");
    assertThat(send(ann, talk, MediaTicket.sign(picture, forger))).isEqualTo("bad-ticket");
    assertThat(send(ann, talk, over)).isEqualTo("ticket-expired");
    assertThat(send(ann, talk, ticket)).isEqualTo("sent");
    assertThat(send(ann, talk, ticket)).isEqualTo("sent");
    Talk.awaitSent(bob.device().send(talk, TestStack.BODY_MARK + " goes on"));
    Checker.check(stack, talk, people);
    Person.closeAll(people);
  }

  private static String send(Person person, UUID conversation, String ticket) {
    var message =
        person.device().client().sendMedia(conversation, TestStack.BODY_MARK, List.of(ticket));
    return switch (message.outcome().join()) {
      case Outcome.Sent _ -> "sent";
      case Outcome.Refused(String code, _) -> code;
    };
  }

  private static String refusal(Person person, UUID conversation, long seq) {
    ApiFailure[] refused = new ApiFailure[1];
    assertThatThrownBy(() -> person.device().client().media().addresses(conversation, seq))
        .isInstanceOfSatisfying(ApiFailure.class, failure -> refused[0] = failure);
    return refused[0].status() + " " + refused[0].code();
  }
}
