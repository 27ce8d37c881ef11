package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rivulet.client.ConnectionState;
import dev.rivulet.client.Outcome;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.InboxRecord;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.servers.ServerProcess;
import dev.rivulet.stack.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A group of more than 256 members, a few of them online.
@ExtendWith(StackExtension.class)
@Timeout(180)
@Order(3)
class BigGroupIT {
  private final TestStack stack;

  BigGroupIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void groupThatBecomesBigGoesOnLikeAnyOther() {
    List<Person> people = people();
    TestDevice ann = people.getFirst().device();
    Person bob = people.get(1);
    Person cy = people.get(2);
    TestDevice dan = people.get(3).device();
    UUID group = Talk.newGroup(people.subList(0, 5));
    Talk.awaitSent(ann.sendMany(group, 3));
    Strangers.join(stack, people.getFirst(), group);
    everybodyHas(people.subList(0, 5), group, 5);

    // Nothing follows the last one, so whoever has it got it live.
    Talk.awaitSent(ann.sendMany(group, 20));
    everybodyHas(people.subList(0, 5), group, 25);
    assertThat(listsOf(group)).isEmpty();

    // One joins, one is put out while online, another while away; a fourth misses some.
    List<UUID> late = List.of(people.get(5).id());
    assertThat(ann.client().addMembers(group, late).join()).isInstanceOf(Outcome.Sent.class);
    stop(cy.device());
    stop(dan);
    long bobsEnd = remove(ann, group, bob);
    long cysEnd = remove(ann, group, cy);
    Talk.awaitSent(ann.sendMany(group, 20));
    everybodyHas(List.of(people.get(4), people.get(5)), group, cysEnd + 20);
    start(cy.device());
    start(dan);
    Checker.check(stack, group, people);
    assertThat(bob.device().lastSeq(group)).isEqualTo(bobsEnd);
    assertThat(cy.device().lastSeq(group)).isEqualTo(cysEnd);

    // Whoever comes back sees what is said from then on, and nothing of the time between.
    assertThat(ann.client().addMembers(group, Person.ids(List.of(bob, cy))).join())
        .isInstanceOf(Outcome.Sent.class);
    Talk.awaitSent(bob.device().sendMany(group, 3));
    everybodyHas(people, group, cysEnd + 24);
    Truth truth = Checker.check(stack, group, people);
    assertThat(truth.visibleTo(cy.id())).hasSize((int) truth.lastSeq() - 20);
    Person.closeAll(people);
  }

  @Test
  @Tag("slow")
  void routerThatIsKilledKnowsTheMembersAgain() {
    List<Person> people = people();
    Person ann = people.getFirst();
    UUID group = Talk.newGroup(people);
    Strangers.join(stack, ann, group);
    Talk.awaitSent(ann.device().sendMany(group, 3));
    everybodyHas(people, group, 5);
    long end = remove(ann.device(), group, people.get(1));

    stack.killAndAwaitReturn(stack.processes().service(Services.ROUTER));
    Talk.awaitSent(ann.device().sendMany(group, 3));
    everybodyHas(people.subList(2, 6), group, end + 3);

    Checker.check(stack, group, people);
    assertThat(people.get(1).device().lastSeq(group)).isEqualTo(end);
    Person.closeAll(people);
  }

  @Test
  @Tag("slow")
  void membershipThatChangesWhileRouterIsAwayCountsWhenItIsBack() {
    List<Person> people = people();
    TestDevice ann = people.getFirst().device();
    Person gone = people.get(1);
    Person late = people.get(5);
    UUID group = Talk.newGroup(people.subList(0, 5));
    Strangers.join(stack, people.getFirst(), group);
    Talk.awaitSent(ann.sendMany(group, 3));
    everybodyHas(people.subList(0, 5), group, 5);

    // Its state is ahead of its place in the inbox when it comes back.
    ServerProcess router = stack.processes().service(Services.ROUTER);
    long pid = router.pid();
    router.kill();
    assertThat(ann.client().addMembers(group, List.of(late.id())).join())
        .isInstanceOf(Outcome.Sent.class);
    long end = remove(ann, group, gone);
    TestStack.awaitReturn(router, pid);
    Talk.awaitSent(ann.sendMany(group, 3));
    everybodyHas(people.subList(2, 6), group, end + 3);

    Checker.check(stack, group, people);
    assertThat(gone.device().lastSeq(group)).isEqualTo(end);
    Person.closeAll(people);
  }

  private List<Person> people() {
    List<Person> people = new ArrayList<>(stack.people(3, stack.addressesOf(0)));
    people.addAll(stack.people(3, stack.addressesOf(1)));
    return people;
  }

  private static long remove(TestDevice owner, UUID group, Person person) {
    return Talk.seq(owner.client().removeMember(group, person.id()));
  }

  private static void stop(TestDevice device) {
    device.client().stop();
    await("away").until(() -> device.client().state() == ConnectionState.ENDED);
  }

  private static void start(TestDevice device) {
    device.start();
    device.awaitLive();
  }

  private static void everybodyHas(List<Person> people, UUID group, long seq) {
    people.forEach(person -> person.device().awaitSeq(group, seq));
  }

  /// Records of the group's big messages that list recipients or more than one session.
  private List<String> listsOf(UUID group) {
    var lists = new ArrayList<String>();
    for (var topic : List.of(Topic.INBOX, Topic.DELIVERIES)) {
      for (byte[] value : values(topic.name("rivulet."))) {
        try {
          var delivery =
              topic == Topic.DELIVERIES ? Delivery.parseFrom(value) : Delivery.getDefaultInstance();
          var inbox =
              topic == Topic.INBOX
                  ? InboxRecord.parseFrom(value)
                  : InboxRecord.getDefaultInstance();
          var event = topic == Topic.INBOX ? inbox.getEvent() : delivery.getEvent().getEvent();
          boolean big = event.getConversation().equals(Ids.bytes(group)) && event.getBig();
          boolean list =
              !inbox.getRecipients().isEmpty() || delivery.getEvent().getSessions().size() > 32;
          if (big && event.hasMessage() && list) {
            lists.add(topic + " seq " + event.getSeq());
          }
        } catch (InvalidProtocolBufferException unreadable) {
          throw new AssertionError(unreadable);
        }
      }
    }
    return lists;
  }

  private List<byte[]> values(String topic) {
    var values = new ArrayList<byte[]>();
    try (var consumer =
        new KafkaConsumer<byte[], byte[]>(
            connection(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream()
          .anyMatch(one -> consumer.position(one) < ends.getOrDefault(one, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    values.removeIf(value -> value == null);
    return values;
  }

  private Map<String, Object> connection() {
    return Map.of("bootstrap.servers", stack.processes().kafka().bootstrapServers());
  }
}
