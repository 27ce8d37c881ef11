package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.frame.ClientFrame;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every frame that names something, from everybody who may not or not wholly ask, about what is
/// theirs, somebody else's and nobody's. client-api's matrix does the same over HTTP.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(7)
@Tag("slow")
class FrameAccessIT {
  private static final int ROUNDS = 8;
  private static final int SENDS = 16;
  private static final int OTHERS = 60;
  private static final String UNKNOWN = "unknown-conversation";

  private final TestStack stack;
  private final Random random;
  private long connection = System.currentTimeMillis() + 2_000_000;
  private List<Person> people;
  private Person ann;
  private Person member;
  private Person former;
  private Person later;
  private Person outsider;
  private UUID group;
  private UUID direct;
  private final UUID nothing = UUID.randomUUID();

  FrameAccessIT(TestStack stack) {
    this.stack = stack;
    long seed = Long.getLong("rivulet.seed", System.nanoTime());
    System.out.println("rivulet.seed=" + seed);
    this.random = new Random(seed);
  }

  /// A group that `former` has left, and `later` has joined since; and a 1:1 of two of its members.
  @BeforeEach
  void converse() {
    people = stack.people(5);
    ann = people.get(0);
    member = people.get(1);
    former = people.get(2);
    later = people.get(3);
    outsider = people.get(4);
    group = Talk.newGroup(people.subList(0, 3));
    Talk.awaitSent(ann.device().sendMany(group, 3));
    former.device().client().leave(group).join();
    Talk.awaitSent(ann.device().sendMany(group, 3));
    Talk.seq(ann.device().client().addMembers(group, List.of(later.id())));
    Talk.awaitSent(ann.device().sendMany(group, 3));
    direct = Talk.newDirect(ann, member);
    Talk.awaitSent(ann.device().sendMany(direct, 3));
  }

  @AfterEach
  void end() {
    Person.closeAll(people);
  }

  @Test
  void framesMoveAndTellOnlyWhatIsTheirSendersOwn() {
    Truth truth = stack.log().catchUp().truth(group);
    long before = truth.lastSeq();
    int sent = 0;
    for (UUID conversation : List.of(group, direct, nothing)) {
      boolean wasThere = conversation.equals(group);
      sent += ask(outsider, conversation, UNKNOWN);
      sent += ask(former, conversation, wasThere ? "not-a-member" : UNKNOWN);
      if (!wasThere) {
        sent += ask(later, conversation, UNKNOWN);
      }
    }
    System.out.println("          " + sent + " frames");
    // What the member does goes the same way behind all that, so what it leads to comes last.
    awaitMember(group, before);
    awaitMember(direct, 3);
    assertThat(ann.device().writings())
        .extracting(ServerFrame.Writing::user)
        .containsOnly(member.id());
    assertThat(readsOfOthers(group)).allMatch(read -> read <= 1);
    // Who is in a 1:1 has read its beginning; all else is what the member claimed.
    assertThat(readsOfOthers(direct)).contains(3L).isSubsetOf(1L, 3L);
    assertThat(stack.log().catchUp().truth(group).lastSeq()).isEqualTo(before);
    assertThat(stack.log().truth(direct).lastSeq()).isEqualTo(4);
    assertThat(stack.log().truth(nothing).all()).isEmpty();
  }

  /// Returns how many frames were sent, each send among them refused with this code.
  private int ask(Person asker, UUID conversation, String code) {
    asker.device().client().stop();
    int sent = 0;
    // A session's signs of typing are few, so each conversation has a session of its own.
    try (RawSocket raw =
        RawSocket.attach(stack.gateways().getFirst(), asker.device().accessToken(), ++connection)) {
      for (int round = 0; round < ROUNDS; round++) {
        sent += round(asker, raw, conversation, code);
      }
    }
    return sent;
  }

  private int round(Person asker, RawSocket raw, UUID conversation, String code) {
    Map<String, String> expected = new LinkedHashMap<>();
    List<ClientFrame> frames = new ArrayList<>();
    for (int i = 0; i < SENDS; i++) {
      String id = "m-" + random.nextLong();
      expected.put(id, code);
      frames.add(send(conversation, id, i));
    }
    while (frames.size() < SENDS + OTHERS) {
      frames.addAll(others(conversation));
    }
    frames.forEach(raw::send);
    raw.send(new ClientFrame.Ping());
    boolean ponged = false;
    while (!expected.isEmpty() || !ponged) {
      String text = raw.next();
      ServerFrame frame = RawSocket.decoded(text);
      ponged |= frame instanceof ServerFrame.Pong;
      if (frame instanceof ServerFrame.Refused refused) {
        assertThat(refused.code()).as(text).isEqualTo(expected.remove(refused.id()));
        assertThat(refused.detail()).isNull();
      }
      leaksNothing(asker, frame, text);
    }
    return frames.size();
  }

  /// As a reply or not, with people and media that are not his to name.
  private ClientFrame send(UUID conversation, String id, int i) {
    List<UUID> ids = new ArrayList<>();
    for (int n = 0; n < i % 3; n++) {
      ids.add(n == 0 ? ann.id() : UUID.randomUUID());
    }
    return new ClientFrame.Send(
        conversation, id, 0, TestStack.BODY_MARK + " let me in", i % 7, ids, List.of());
  }

  /// One of each other frame that names something.
  private List<ClientFrame> others(UUID conversation) {
    long seq = random.nextInt(4) == 0 ? 1 + random.nextLong(1 << 20) : 1 + random.nextLong(12);
    return List.of(
        new ClientFrame.Typing(conversation),
        new ClientFrame.Delivered(conversation, seq),
        new ClientFrame.Read(conversation, seq),
        new ClientFrame.Watch(
            random.nextBoolean() ? Person.ids(people) : List.of(UUID.randomUUID(), conversation)));
  }

  private void leaksNothing(Person asker, ServerFrame frame, String text) {
    if (!(frame instanceof ServerFrame.Event)) {
      assertThat(text).doesNotContain(TestStack.BODY_MARK, "group\"");
    }
    switch (frame) {
      case ServerFrame.Event(ConversationEvent event) ->
          assertThat(stack.log().catchUp().truth(event.conversation()).visibleTo(asker.id()))
              .extracting(ConversationEvent::seq)
              .contains(event.seq());
      case ServerFrame.Status(UUID about, _, _, _) -> isTheirs(asker, about, text);
      case ServerFrame.Writing(UUID about, _) -> isTheirs(asker, about, text);
      case ServerFrame.Watermark(UUID about, _, _, _) -> isTheirs(asker, about, text);
      case ServerFrame.Presence(List<ServerFrame.UserPresence> users) ->
          users.stream()
              .filter(user -> user.online() || user.lastSeen() != null)
              .forEach(user -> assertThat(acquaintances(asker)).as(text).contains(user.user()));
      default -> {}
    }
  }

  private void isTheirs(Person asker, UUID conversation, String text) {
    assertThat(conversation).as(text).isEqualTo(group);
    assertThat(asker).as(text).isEqualTo(later);
  }

  private Set<UUID> acquaintances(Person asker) {
    Set<UUID> known = people.stream().map(Person::id).collect(Collectors.toSet());
    if (asker != later) {
      known.retainAll(Set.of(asker.id()));
    }
    known.remove(outsider.id());
    known.remove(former.id());
    return known;
  }

  private void awaitMember(UUID conversation, long upTo) {
    member.device().client().stop();
    // In a group the number of readers, in a 1:1 the place.
    long one = conversation.equals(direct) ? upTo : 1;
    try (RawSocket raw =
        RawSocket.attach(
            stack.gateways().getFirst(), member.device().accessToken(), ++connection)) {
      raw.send(new ClientFrame.Read(conversation, upTo));
      await("what the member does in " + conversation)
          .atMost(Talk.PATIENCE)
          .pollInterval(Duration.ofMillis(Bounds.TYPING_INTERVAL_MS + 100))
          .until(
              () -> {
                // One sign alone may be left out on a busy machine.
                raw.send(new ClientFrame.Typing(conversation));
                return ann.device().writings().stream()
                        .anyMatch(it -> it.conversation().equals(conversation))
                    && readsOfOthers(conversation).stream().anyMatch(read -> read == one);
              });
    }
  }

  /// Each number of readers, or place read up to, that the owner was told.
  private List<Long> readsOfOthers(UUID conversation) {
    List<Long> reads = new ArrayList<>();
    for (ServerFrame.Status status : ann.device().statuses()) {
      if (status.conversation().equals(conversation)) {
        if (status.read() != null) {
          reads.add(status.read());
        }
        if (status.messages() != null) {
          status.messages().forEach(message -> reads.add((long) message.read()));
        }
      }
    }
    return reads;
  }
}
