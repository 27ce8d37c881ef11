package dev.rivulet.fanout;

import static dev.rivulet.runtime.KafkaFutures.await;

import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends transactions that nobody else will end. A killed broker can come back with a coordinator
/// that has gone on to a later epoch while partitions still hold the transaction of an earlier one
/// (seen with Kafka 4.3.1): then committed readers stand still for ever, and fanout cannot read its
/// own offsets.
///
/// Only what no coordinator can still be working on is ended: the partition's epoch is older than
/// the coordinator's, the coordinator is not about to write markers, and a second look shows the
/// same. Kafka's own `kafka-transactions find-hanging` and `abort` do this by hand.
final class HangingTransactions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Admin admin;
  private final CountDownLatch closed = new CountDownLatch(1);

  /// An open transaction of a partition.
  private record Open(
      TopicPartition partition,
      long producer,
      int epoch,
      long start,
      OptionalInt coordinatorEpoch) {}

  private HangingTransactions(Admin admin) {
    this.admin = admin;
  }

  /// Looks now and every few seconds until closed.
  static HangingTransactions watch(KafkaConfig kafka) {
    var watch =
        new HangingTransactions(Admin.create(KafkaClients.admin(kafka, "hanging-transactions")));
    Threads.start("hanging-transactions", watch::run);
    return watch;
  }

  private void run() {
    try {
      do {
        look();
      } while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      admin.close(CLOSE);
    }
  }

  /// What cannot be seen or done now is left to the next look.
  private void look() throws InterruptedException {
    try {
      List<Open> hanging = find();
      if (!hanging.isEmpty() && !closed.await(SECOND_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        hanging.retainAll(find());
        hanging.forEach(this::abort);
      }
    } catch (KafkaException away) {
      if (away.getCause() instanceof AuthorizationException) {
        // It takes more rights than any service has: whoever may end a transaction may do much
        // else.
        LOG.info("the brokers leave looking for open transactions to an administrator");
        closed.countDown();
      } else {
        LOG.debug("transactions cannot be looked at", away);
      }
    }
  }

  private void abort(Open open) {
    LOG.warn("ending a transaction that a broker left open: {}", open);
    await(
        admin
            .abortTransaction(
                new AbortTransactionSpec(
                    open.partition(),
                    open.producer(),
                    (short) open.epoch(),
                    open.coordinatorEpoch().orElse(0)))
            .all());
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private List<Open> find() {
    List<Open> open = open();
    if (open.isEmpty()) {
      return open;
    }
    Map<Long, TransactionDescription> coordinated =
        coordinated(open.stream().map(Open::producer).collect(Collectors.toSet()));
    open.removeIf(one -> !isHanging(one, coordinated.get(one.producer())));
    return open;
  }

  private static boolean isHanging(Open open, @Nullable TransactionDescription coordinated) {
    return coordinated != null
        && open.epoch() < coordinated.producerEpoch()
        && coordinated.state() != TransactionState.PREPARE_COMMIT
        && coordinated.state() != TransactionState.PREPARE_ABORT
        && coordinated.state() != TransactionState.PREPARE_EPOCH_FENCE;
  }

  /// A partition whose committed end lies before its end holds one.
  private List<Open> open() {
    Map<TopicPartition, ListOffsetsResultInfo> ends = ends(IsolationLevel.READ_UNCOMMITTED);
    Map<TopicPartition, ListOffsetsResultInfo> stable = ends(IsolationLevel.READ_COMMITTED);
    List<TopicPartition> behind = new ArrayList<>();
    stable.forEach(
        (partition, end) -> {
          var whole = ends.get(partition);
          if (whole != null && end.offset() < whole.offset()) {
            behind.add(partition);
          }
        });
    List<Open> open = new ArrayList<>();
    await(admin.describeProducers(behind).all())
        .forEach(
            (partition, state) ->
                state.activeProducers().stream()
                    .filter(it -> it.currentTransactionStartOffset().isPresent())
                    .forEach(producer -> open.add(open(partition, producer))));
    return open;
  }

  private static Open open(TopicPartition partition, ProducerState producer) {
    return new Open(
        partition,
        producer.producerId(),
        producer.producerEpoch(),
        producer.currentTransactionStartOffset().orElseThrow(),
        producer.coordinatorEpoch());
  }

  private Map<TopicPartition, ListOffsetsResultInfo> ends(IsolationLevel level) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    Set<String> topics =
        await(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
    await(admin.describeTopics(topics).allTopicNames())
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(
                        it ->
                            asked.put(
                                new TopicPartition(name, it.partition()), OffsetSpec.latest())));
    return await(admin.listOffsets(asked, new ListOffsetsOptions(level)).all());
  }

  private Map<Long, TransactionDescription> coordinated(Collection<Long> producers) {
    List<String> ids =
        await(admin.listTransactions().all()).stream()
            .filter(listing -> producers.contains(listing.producerId()))
            .map(TransactionListing::transactionalId)
            .toList();
    Map<Long, TransactionDescription> descriptions = new HashMap<>();
    await(admin.describeTransactions(ids).all())
        .values()
        .forEach(description -> descriptions.put(description.producerId(), description));
    return descriptions;
  }
}
