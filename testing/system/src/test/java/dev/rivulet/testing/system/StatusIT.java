package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.Outcome;
import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.Conversation;
import dev.rivulet.client.api.MemberReceipt;
import dev.rivulet.client.api.MessageReceipts;
import dev.rivulet.client.api.Privacy;
import dev.rivulet.contracts.frame.ServerFrame.Writing;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.Services;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What people see of each other: ticks, unread counts, who is online and who is writing.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(6)
class StatusIT {
  private static final Duration OFFLINE_WITHIN = Duration.ofSeconds(15);
  private static final int MEMBERS = 50;
  private static final int MESSAGES = 10;

  private final TestStack stack;

  StatusIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void ticksAndUnreadCountsFollowWhatWasReadOnWhicheverDevice() {
    List<Person> people = stack.people(2);
    Person ann = people.getFirst();
    Person bob = people.getLast();
    TestDevice bobsTablet = bob.addDevice();
    UUID direct = Talk.newDirect(ann, bob);
    long first = Talk.awaitSent(ann.device().send(direct, TestStack.BODY_MARK + " one"));
    long last = Talk.awaitSent(ann.device().send(direct, TestStack.BODY_MARK + " two"));

    soon("delivered by itself").until(() -> statusReaches(ann, direct, last, false));
    soon("unread at Bob's").until(() -> unread(bob, direct) == 2);
    assertThat(statusReaches(ann, direct, first, true)).isFalse();

    bob.device().client().read(direct, last);
    soon("read").until(() -> statusReaches(ann, direct, last, true));
    soon("nothing unread").until(() -> unread(bob, direct) == 0);
    soon("on the other device")
        .until(
            () ->
                bobsTablet.watermarks().stream()
                    .anyMatch(it -> it.conversation().equals(direct) && it.read() == last));
    soon("stored")
        .until(() -> receipt(ann, direct, bob).equals(new MemberReceipt(bob.id(), last, last)));
    assertThat(unread(ann, direct)).isZero();
    var names = api(ann).receipts(direct, last).join();
    assertThat(names.members()).containsExactly(new MessageReceipts.Receipt(bob.id(), true, true));
    Person.closeAll(people);
  }

  @Test
  void whoGivesNoReceiptsGivesAndGetsNoneButHisOwnDevicesKnow() {
    List<Person> people = stack.people(2);
    Person ann = people.getFirst();
    Person bob = people.getLast();
    UUID direct = Talk.newDirect(ann, bob);
    long first = Talk.awaitSent(ann.device().send(direct, TestStack.BODY_MARK + " stored"));
    soon("delivered").until(() -> receipt(ann, direct, bob).delivered() == first);
    var off = api(bob).changePrivacy(new Privacy(false, true)).join();
    assertThat(off.receipts()).isFalse();
    soon("every server knows")
        .until(
            () -> {
              long seq = Talk.awaitSent(ann.device().send(direct, TestStack.BODY_MARK + " ?"));
              bob.device().awaitSeq(direct, seq);
              bob.device().client().read(direct, seq);
              soon("nothing unread").until(() -> unread(bob, direct) == 0);
              return receipt(ann, direct, bob).read() < seq;
            });
    assertThat(receipts(bob, direct)).containsOnlyKeys(bob.id());
    int told = bob.device().statuses().size();
    long answer = Talk.awaitSent(bob.device().send(direct, TestStack.BODY_MARK + " !"));
    ann.device().awaitSeq(direct, answer);
    ann.device().client().read(direct, answer);
    soon("Ann's own device knows").until(() -> unread(ann, direct) == 0);
    assertThat(bob.device().statuses()).hasSize(told);
    Person.closeAll(people);
  }

  @Test
  void writingIsShownToTheOtherMembersAndNotToTheBlocked() {
    List<Person> people = stack.people(3);
    Person ann = people.getFirst();
    Person bob = people.get(1);
    UUID group = Talk.newGroup(people);
    var writing = new Writing(group, ann.id());
    soon("Bob and Cy see it")
        .until(
            () -> {
              ann.device().client().writing(group);
              return people.stream()
                  .skip(1)
                  .allMatch(it -> it.device().writings().contains(writing));
            });
    assertThat(ann.device().writings()).isEmpty();
    UUID direct = Talk.newDirect(ann, bob);
    assertThat(bob.device().client().block(direct).join()).isInstanceOf(Outcome.Sent.class);
    // Neither of the two has said anything yet that would make this one too soon.
    bob.device().client().writing(direct);
    people.getLast().device().client().writing(group);
    soon("Cy, who says it after Bob, is seen")
        .until(() -> ann.device().writings().contains(new Writing(group, people.getLast().id())));
    assertThat(ann.device().writings()).doesNotContain(new Writing(direct, bob.id()));
    Person.closeAll(people);
  }

  @Test
  void presenceIsShownToAcquaintancesAndEndsWithTheSession() {
    List<Person> people = stack.people(3);
    Person ann = people.getFirst();
    Person bob = people.get(1);
    Person eve = people.getLast();
    Talk.newDirect(ann, bob);
    ann.device().client().watch(List.of(bob.id(), eve.id()));
    eve.device().client().watch(List.of(bob.id()));
    soon("Bob is online").until(() -> ann.device().sees(bob.id()));
    assertThat(api(ann).presence(List.of(bob.id(), eve.id())).join())
        .singleElement()
        .matches(it -> it.user().equals(bob.id()) && it.online());
    bob.device().client().stop();
    soon("Bob has gone").until(() -> !ann.device().sees(bob.id()));
    assertThat(api(ann).presence(List.of(bob.id())).join())
        .singleElement()
        .matches(it -> !it.online() && it.lastSeen() != null);
    bob.device().client().start();
    soon("Bob is back").until(() -> ann.device().sees(bob.id()));
    api(bob).changePrivacy(new Privacy(true, false)).join();
    soon("Bob hides").until(() -> !ann.device().sees(bob.id()));
    assertThat(api(ann).presence(List.of(bob.id())).join()).isEmpty();
    assertThat(ann.device().sees(eve.id())).isFalse();
    assertThat(eve.device().sees(bob.id())).isFalse();
    Person.closeAll(people);
  }

  @Tag("slow")
  @Test
  void whoseGatewayIsKilledIsOfflineWithinFifteenSeconds() {
    List<Person> people = stack.people(2, stack.addressesOf(0));
    Person ann = people.getFirst();
    Person bob = people.getLast();
    Talk.newDirect(ann, bob);
    bob.device().client().stop();
    ann.device().client().watch(List.of(bob.id()));
    ServerProcess second = stack.processes().instances(Services.EDGE_GATEWAY).get(1);
    long connection = System.currentTimeMillis() + 1_000_000;
    try (RawSocket _ =
        RawSocket.attach(stack.gateways().get(1), bob.device().accessToken(), connection)) {
      soon("Bob is online").until(() -> ann.device().sees(bob.id()));
      long pid = second.pid();
      long killed = System.nanoTime();
      second.kill();
      soon("offline").until(() -> !ann.device().sees(bob.id()));
      Duration offline = Duration.ofNanos(System.nanoTime() - killed);
      System.out.printf("          offline %.1f s after the kill%n", offline.toMillis() / 1000.0);
      assertThat(offline).isLessThan(OFFLINE_WITHIN);
      TestStack.awaitReturn(second, pid);
    }
    Person.closeAll(people);
  }

  @Tag("slow")
  @Test
  void receiptsOfAGroupOfFiftyConvergeToWhatItsMembersHaveRead() {
    List<Person> people = stack.people(MEMBERS);
    Person ann = people.getFirst();
    UUID group = Talk.newGroup(people);
    Talk.awaitSent(ann.device().sendMany(group, MESSAGES));
    long last = MESSAGES + 1;
    Map<UUID, Long> read = new HashMap<>();
    for (int at = 1; at < MEMBERS; at++) {
      Person reader = people.get(at);
      reader.device().awaitSeq(group, last);
      // The event by which he joined counts as read.
      long upTo = 1L + at % (MESSAGES + 1);
      read.put(reader.id(), upTo);
      if (upTo > 1) {
        reader.device().client().read(group, upTo);
      }
    }
    read.put(ann.id(), last);
    soon("every watermark")
        .untilAsserted(
            () ->
                receipts(ann, group)
                    .forEach(
                        (user, at) ->
                            assertThat(at)
                                .isEqualTo(
                                    new MemberReceipt(user, last, read.getOrDefault(user, 0L)))));
    for (long seq = 2; seq <= last; seq++) {
      long message = seq;
      long readers =
          read.entrySet().stream()
              .filter(it -> !it.getKey().equals(ann.id()) && it.getValue() >= message)
              .count();
      var receipts = api(ann).receipts(group, seq).join();
      assertThat(receipts.of()).isEqualTo(MEMBERS - 1);
      assertThat(receipts.delivered()).isEqualTo(MEMBERS - 1);
      assertThat(receipts.read()).isEqualTo((int) readers);
      soon("told").until(() -> told(ann, group, message, readers));
    }
    Person reader = people.get(3);
    assertThat(unread(reader, group)).isEqualTo(last - read.getOrDefault(reader.id(), 0L));
    Person.closeAll(people);
  }

  /// Whether the sender was told the final numbers of a message.
  private static boolean told(Person sender, UUID group, long seq, long readers) {
    return sender.device().statuses().stream()
        .filter(it -> it.conversation().equals(group) && it.messages() != null)
        .flatMap(it -> it.messages().stream())
        .filter(it -> it.seq() == seq)
        .anyMatch(it -> it.delivered() == MEMBERS - 1 && it.read() == readers);
  }

  private static ConditionFactory soon(String what) {
    return await(what).pollInterval(Duration.ofMillis(100)).atMost(Talk.PATIENCE);
  }

  private static boolean statusReaches(Person sender, UUID direct, long seq, boolean read) {
    return sender.device().statuses().stream()
        .filter(it -> it.conversation().equals(direct))
        .map(it -> read ? it.read() : it.delivered())
        .anyMatch(it -> it != null && it >= seq);
  }

  private static ChatApi api(Person person) {
    return person.device().client().api();
  }

  private static MemberReceipt receipt(Person asker, UUID conversation, Person of) {
    return receipts(asker, conversation).getOrDefault(of.id(), new MemberReceipt(of.id(), 0, 0));
  }

  private static Map<UUID, MemberReceipt> receipts(Person asker, UUID conversation) {
    Map<UUID, MemberReceipt> receipts = new HashMap<>();
    api(asker).receipts(conversation).join().forEach(it -> receipts.put(it.user(), it));
    return receipts;
  }

  private static long unread(Person person, UUID conversation) {
    return api(person).allConversations().join().stream()
        .filter(it -> it.conversation().equals(conversation))
        .mapToLong(Conversation::unread)
        .sum();
  }
}
