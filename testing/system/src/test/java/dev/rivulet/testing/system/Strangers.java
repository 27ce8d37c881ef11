package dev.rivulet.testing.system;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Actor;
import dev.rivulet.contracts.log.AddMembers;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.topic.Partitions;
import dev.rivulet.contracts.topic.Topic;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// People without accounts who make a group big: the decider cannot tell, and signing up hundreds
/// takes long.
final class Strangers {
  private static final int COUNT = 300;

  private Strangers() {}

  static void join(TestStack stack, Person owner, UUID group) {
    var add = AddMembers.newBuilder();
    for (int number = 1; number <= COUNT; number++) {
      add.addUsers(Ids.bytes(new UUID(group.getMostSignificantBits() ^ number, 0x8000L << 48)));
    }
    var actor =
        Actor.newBuilder()
            .setUser(Ids.bytes(owner.id()))
            .setDevice(Ids.bytes(owner.device().device()));
    var command =
        Command.newBuilder()
            .setConversation(Ids.bytes(group))
            .setActor(actor)
            .setClientMessageId("strangers")
            .setAddMembers(add)
            .build();
    var topic = Topic.COMMANDS.name("rivulet.");
    Map<String, Object> settings =
        Map.of("bootstrap.servers", stack.processes().kafka().bootstrapServers());
    try (var producer =
        new KafkaProducer<byte[], byte[]>(
            settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      int partition = Partitions.of(group, producer.partitionsFor(topic).size());
      var _ =
          producer.send(
              new ProducerRecord<>(topic, partition, Ids.array(group), command.toByteArray()));
    }
  }
}
