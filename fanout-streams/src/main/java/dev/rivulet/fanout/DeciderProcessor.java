package dev.rivulet.fanout;

import dev.rivulet.contracts.topic.RecordHeaders;
import dev.rivulet.contracts.topic.Topic;
import dev.rivulet.fanout.decide.CommandRecord;
import dev.rivulet.fanout.decide.DeciderTask;
import dev.rivulet.fanout.decide.OutputRecord;
import dev.rivulet.runtime.KafkaConfig;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/// Feeds [DeciderTask] from Kafka Streams and forwards what it returns.
///
/// Only the store is state. Streams revives an aborted task with this same object, so everything
/// else is made anew in `init`.
final class DeciderProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private final KafkaConfig kafka;
  private final DecisionMeters meters;
  private ProcessorContext<byte[], byte[]> context;
  private DeciderTask task;

  DeciderProcessor(KafkaConfig kafka, DecisionMeters meters) {
    this.kafka = kafka;
    this.meters = meters;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(FanoutTopology.STORE);
    task =
        new DeciderTask(
            new StreamsStateStore(store),
            kafka.conversationPartitions(),
            kafka.userPartitions(),
            kafka.topic(Topic.COMMANDS.shortName()));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var place =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without a place"));
    var command =
        new CommandRecord(
            place.partition(), place.offset(), record.timestamp(), record.key(), record.value());
    for (var output : task.process(command)) {
      forward(record.timestamp(), output);
      meters.written(output);
    }
  }

  private void forward(long timestamp, OutputRecord output) {
    var headers = RecordHeaders.of(output.message());
    context.forward(
        new Record<>(output.key(), output.value(), timestamp, headers), sink(output.topic()));
  }

  private static String sink(Topic topic) {
    return switch (topic) {
      case EVENTS -> FanoutTopology.EVENTS;
      case INBOX -> FanoutTopology.INBOX;
      case BIG_MEMBERS -> FanoutTopology.BIG_MEMBERS;
      case NOTICES -> FanoutTopology.NOTICES;
      case DEAD_LETTERS -> FanoutTopology.DEAD_LETTERS;
      default -> throw new IllegalStateException("the decider does not write " + topic);
    };
  }
}
