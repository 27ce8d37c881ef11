package dev.rivulet.testing.load;

import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.store.MemoryStore;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.AddMembers;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Origin;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Groups whose members need no account: they are added by commands appended as client-api does it.
///
/// @param store the owner's
/// @param run names this run in what is appended
record Growth(Target target, RivuletClient owner, MemoryStore store, String run) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A new group of the owner and others: those with a session first.
  UUID grow(int members, List<UUID> online) throws Exception {
    var users = new ArrayList<>(online);
    while (users.size() < members - 1) {
      users.add(UUID.randomUUID());
    }
    var all = List.copyOf(users.subList(0, members - 1));
    var group = owner.api().createGroup("bench " + members, List.of()).join();
    until("the group is there", () -> isStored(group, 1));
    var topic = Topic.COMMANDS.name(target.topicPrefix());
    var settings = Map.<String, Object>of("bootstrap.servers", target.kafka(), "acks", "all");
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      int partition = Partitions.of(group, producer.partitionsFor(topic).size());
      for (int from = 0; from < all.size(); from += Bounds.MEMBERS_PER_COMMAND) {
        int to = Math.min(all.size(), from + Bounds.MEMBERS_PER_COMMAND);
        var value = add(group, all.subList(from, to)).toByteArray();
        var _ = producer.send(new ProducerRecord<>(topic, partition, Ids.array(group), value));
      }
    }
    int commands = (all.size() + Bounds.MEMBERS_PER_COMMAND - 1) / Bounds.MEMBERS_PER_COMMAND;
    until("the additions are stored", () -> isStored(group, 1 + commands));
    int found = owner.api().conversation(group).join().memberCount();
    if (found != members) {
      throw new IllegalStateException("%d members, not %d".formatted(found, members));
    }
    return group;
  }

  private Command add(UUID group, List<UUID> users) {
    var add = AddMembers.newBuilder();
    users.forEach(user -> add.addUsers(Ids.bytes(user)));
    var device = store.state().account().orElseThrow().device();
    return Command.newBuilder()
        .setConversation(Ids.bytes(group))
        .setActor(Actor.newBuilder().setUser(Ids.bytes(owner.self())).setDevice(Ids.bytes(device)))
        .setOrigin(Origin.newBuilder().setService("bench").setInstance(run))
        .setClientMessageId(UUID.randomUUID().toString())
        .setAddMembers(add)
        .build();
  }

  private boolean isStored(UUID group, long seq) {
    try {
      return owner.api().events(group, seq, seq).join().events().size() == 1;
    } catch (CompletionException notYet) {
      return false;
    }
  }

  /// What is waited for.
  interface Condition {
    boolean holds();
  }

  static void until(String what, Condition condition) throws TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
