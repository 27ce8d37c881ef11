package dev.rivulet.testing.simulation;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.CloseCode;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Delivery;
import dev.rivulet.contracts.log.Receipt;
import dev.rivulet.contracts.log.SessionRecord;
import dev.rivulet.contracts.topic.PrivacyTable;
import dev.rivulet.gateway.command.CommandLog;
import dev.rivulet.gateway.command.MediaTickets;
import dev.rivulet.gateway.command.SendCommands;
import dev.rivulet.gateway.delivery.Deliveries;
import dev.rivulet.gateway.delivery.SimulatedSlot;
import dev.rivulet.gateway.receipt.Receipts;
import dev.rivulet.gateway.session.CurrentSlot;
import dev.rivulet.gateway.session.Identity;
import dev.rivulet.gateway.session.PresenceLog;
import dev.rivulet.gateway.session.Session;
import dev.rivulet.gateway.session.SessionLog;
import dev.rivulet.gateway.session.SessionMeters;
import dev.rivulet.gateway.session.SessionRegistry;
import dev.rivulet.gateway.session.SessionSetting;
import dev.rivulet.gateway.session.SessionTime;
import dev.rivulet.gateway.signal.SignalLimits;
import dev.rivulet.gateway.signal.SignalMeters;
import dev.rivulet.gateway.signal.Signals;
import dev.rivulet.gateway.signal.Watches;
import dev.rivulet.token.AccessToken;
import dev.rivulet.token.Revocations;
import dev.rivulet.token.TokenCheck;
import dev.rivulet.token.Verdict;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/// One gateway process: the production sessions, registry, deliveries and slot over simulated
/// sockets and topics. What it appends waits until the schedule lets it arrive.
final class Edge {
  static final String TOPIC = "deliveries";
  private static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(1);
  private static final int BYTES_MAX = 1 << 20;
  private static final long TOKEN_SECONDS = 86_400;

  private record Append(Command command, CommandLog.Outcome outcome) {}

  private final Simulation world;
  private final Log log;
  private final UUID instance;
  private final SessionRegistry registry = new SessionRegistry();
  private final CurrentSlot slot = new CurrentSlot();
  private final ArrayDeque<Append> appends = new ArrayDeque<>();
  private final ArrayDeque<Log.SessionChange> announcements = new ArrayDeque<>();
  private final SessionSetting setting;
  private final Deliveries deliveries;
  private final Consumer consumer = new Consumer();
  private final Set<ByteString> attached = new HashSet<>();
  private SimulatedSlot tail;
  private int wanted;
  private long read;

  Edge(Simulation world, UUID instance, int slotWanted) {
    this.world = world;
    this.log = world.log;
    this.instance = instance;
    var meters = new SessionMeters(new CompositeMeterRegistry(), registry);
    var sessions = new Sessions();
    var signals = signals();
    this.deliveries =
        new Deliveries(instance, registry, sessions, meters, signals, BYTES_MAX, world::nanos);
    this.setting =
        new SessionSetting(
            instance,
            slot,
            registry,
            sessions,
            new Nobody(),
            (command, outcome) -> appends.add(new Append(command, outcome)),
            new SendCommands(instance, MediaTickets.none()),
            this::append,
            new Receipts(instance, new PrivacyTable()),
            new Tokens(),
            new Revocations(Duration.ofDays(1), Clock.systemUTC()),
            meters,
            signals,
            ATTACH_TIMEOUT,
            ATTACH_TIMEOUT,
            BYTES_MAX,
            BYTES_MAX,
            new Time(),
            world::sessionId);
    this.wanted = slotWanted;
    this.tail = claim();
  }

  /// Nobody watches anybody or types.
  private static Signals signals() {
    var meters = new SignalMeters(new CompositeMeterRegistry());
    var privacy = new PrivacyTable();
    var pause = Duration.ofDays(1);
    var watches =
        new Watches(
            (token, users) -> Set.of(),
            users -> Optional.empty(),
            privacy,
            new SignalLimits(pause, pause, 1, 1),
            meters);
    return new Signals(privacy, typing -> {}, watches, meters);
  }

  private SimulatedSlot claim() {
    var partition = new TopicPartition(TOPIC, wanted);
    read = log.deliveries.get(wanted).end();
    consumer.updateEndOffsets(Map.of(partition, read));
    var claiming = new SimulatedSlot(consumer, new Claims(), deliveries, instance, partition);
    claiming.claim();
    return claiming;
  }

  Session accept(Socket socket) {
    return new Session(socket, setting);
  }

  int sessions() {
    return registry.size();
  }

  boolean owns() {
    return slot.owned();
  }

  /// Takes the next record of its slot. Like `SlotOwner`: whoever lost it tells its sessions to
  /// move and takes another.
  boolean read() {
    var topic = log.deliveries.get(wanted);
    if (read >= topic.end()) {
      return false;
    }
    var entry = topic.at(read++);
    var delivery = entry.value();
    if (delivery != null && reaches(delivery)) {
      consumer.give(new ConsumerRecord<>(TOPIC, wanted, entry.offset(), null, bytes(delivery)));
      tail.step();
    }
    if (tail.lost()) {
      slot.lose();
      registry.forEach(session -> session.close(CloseCode.RESTART, "moving"));
      wanted = world.anySlot();
      tail = claim();
    } else if (tail.owned() && !slot.owned()) {
      slot.take(wanted);
    }
    return true;
  }

  /// Everything, but for planted mistakes.
  private boolean reaches(Delivery delivery) {
    return switch (world.mistake) {
      case SLOT_CLAIM_IGNORED -> !delivery.hasClaim() || isOurs(delivery);
      case OLDER_SESSION_STAYS -> !delivery.hasReplaced();
      case BIG_MEMBERSHIP_NOT_TOLD -> !delivery.hasBigMembership();
      case ATTACHED_ONCE ->
          !delivery.hasAttached() || attached.add(delivery.getAttached().getSession());
      default -> true;
    };
  }

  private boolean isOurs(Delivery delivery) {
    return delivery.getInstance().equals(Ids.bytes(instance));
  }

  private static byte[] bytes(Delivery delivery) {
    return delivery.toByteArray();
  }

  /// A receipt has no answer, and may be lost.
  private void append(Receipt receipt) {
    if (!world.loses()) {
      log.receipts.append(receipt, null, log.now);
    }
  }

  /// The next command reaches the log, or its append is given up, which may be a late success.
  boolean append(boolean told, boolean arrives) {
    boolean later = world.mistake == Mistake.LATER_MESSAGE_FIRST;
    var next = later ? appends.pollLast() : appends.poll();
    if (next == null) {
      return false;
    }
    if (arrives) {
      var command = next.command();
      log.append(later ? command.toBuilder().setN(0).build() : command, world.time());
    }
    if (told && arrives) {
      next.outcome().appended();
    } else {
      next.outcome().failed();
    }
    return true;
  }

  boolean announce(boolean twice) {
    var next = announcements.poll();
    if (next == null) {
      return false;
    }
    log.announce(next);
    if (twice) {
      log.announce(next);
    }
    return true;
  }

  /// The process ends; what it had handed to the network may still arrive.
  void kill(boolean arrives) {
    while (arrives && append(false, true)) {
      // The next one.
    }
    while (arrives && announce(false)) {
      // The next one.
    }
  }

  private final class Sessions implements SessionLog {
    @Override
    public void announce(SessionRecord record, Runnable failed) {
      announcements.add(new Log.SessionChange(record.getUser(), record.getSession(), record));
    }

    @Override
    public void end(UUID user, UUID session) {
      announcements.add(new Log.SessionChange(Ids.bytes(user), Ids.bytes(session), null));
    }
  }

  private static final class Nobody implements PresenceLog {
    @Override
    public void present(Identity identity) {
      // Nobody looks.
    }

    @Override
    public void gone(Identity identity) {
      // Nobody looks.
    }
  }

  private final class Time implements SessionTime {
    @Override
    public long nanos() {
      return world.nanos();
    }

    @Override
    public long millis() {
      return log.now;
    }
  }

  /// A token is its user's id, who has one device.
  private final class Tokens implements TokenCheck {
    @Override
    public Verdict verify(String text) {
      var user = UUID.fromString(text);
      long now = log.now / 1000;
      return new Verdict.Valid(new AccessToken(user, user, now, now + TOKEN_SECONDS));
    }

    @Override
    public long nanosLeft(AccessToken token) {
      return Duration.ofSeconds(TOKEN_SECONDS).toNanos();
    }
  }

  /// Reads what it is given.
  private static final class Consumer extends MockConsumer<byte[], byte[]> {
    Consumer() {
      super("none");
    }

    void give(ConsumerRecord<byte[], byte[]> record) {
      // Offsets that the schedule kept from it are skipped.
      seek(new TopicPartition(record.topic(), record.partition()), record.offset());
      addRecord(record);
    }
  }

  /// Appends claims.
  private final class Claims extends MockProducer<byte[], byte[]> {
    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
      var claim = Log.parse(Delivery.parser(), record.value());
      long offset = log.deliveries.get(record.partition()).append(claim, null, log.now);
      var partition = new TopicPartition(record.topic(), record.partition());
      return CompletableFuture.completedFuture(
          new RecordMetadata(partition, offset, 0, log.now, 0, 0));
    }
  }
}
