package dev.rivulet.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Revocation;
import dev.rivulet.runtime.CheckResult;
import dev.rivulet.runtime.Readiness;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevocationTailTest {
  private static final String TOPIC = "revocations";
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final long SECONDS = NOW.getEpochSecond();
  private static final UUID ANN = new UUID(1, 1);
  private static final UUID PHONE = new UUID(3, 3);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final Readiness.Flag atEnd = new Readiness().flag("revocations", "not-read");
  private final Revocations revocations = new Revocations(Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<Revocation> told = new CopyOnWriteArrayList<>();
  private final RevocationTail tail =
      new RevocationTail(consumer, TOPIC, 1, revocations, told::add, atEnd);

  @AfterEach
  void close() throws InterruptedException {
    tail.close();
  }

  @Test
  void isReadyOnlyAtTheEndOfWhatWasThere() {
    start(2);
    append(0, revocation(SECONDS - 10).toByteArray());
    await().until(() -> told.size() == 1);
    assertThat(atEnd.result()).isInstanceOf(CheckResult.Down.class);

    append(1, revocation(SECONDS - 5).toByteArray());
    await().until(() -> atEnd.result() instanceof CheckResult.Up);
    assertThat(revocations.covers(token(SECONDS - 5))).isTrue();
    assertThat(revocations.covers(token(SECONDS - 4))).isFalse();
  }

  @Test
  void olderRevocationDoesNotUndoANewerOne() {
    revocations.add(revocation(SECONDS));
    revocations.add(revocation(SECONDS - 10));
    assertThat(revocations.covers(token(SECONDS - 1))).isTrue();
    assertThat(revocations.covers(new AccessToken(ANN, ANN, SECONDS - 1, SECONDS + 9))).isFalse();
  }

  @Test
  void whatIsOlderThanAnyTokenIsForgotten() {
    revocations.add(revocation(SECONDS - 100_000));
    assertThat(revocations.size()).isZero();
  }

  @Test
  void recordThatIsNoRevocationIsPassed() {
    start(3);
    append(0, new byte[] {-1});
    append(1, Revocation.newBuilder().build().toByteArray());
    append(2, revocation(SECONDS).toByteArray());
    await().until(() -> atEnd.result() instanceof CheckResult.Up);
    assertThat(told).hasSize(1);
  }

  private void start(long end) {
    var partition = new TopicPartition(TOPIC, 0);
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, end));
    tail.start();
  }

  private void append(long offset, byte[] value) {
    consumer.schedulePollTask(
        () -> consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, new byte[0], value)));
  }

  private static Revocation revocation(long issuedUntil) {
    return Revocation.newBuilder()
        .setUser(Ids.bytes(ANN))
        .setDevice(Ids.bytes(PHONE))
        .setIssuedUntil(issuedUntil)
        .build();
  }

  private static AccessToken token(long issuedAt) {
    return new AccessToken(ANN, PHONE, issuedAt, issuedAt + 900);
  }
}
