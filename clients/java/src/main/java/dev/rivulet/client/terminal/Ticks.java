package dev.rivulet.client.terminal;

import dev.rivulet.client.api.MessageReceipts;
import dev.rivulet.contracts.frame.ServerFrame;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// How far others are with the newest of one's own lines. Statuses may repeat and come late: only
/// what goes further than before is told.
final class Ticks {
  private static final String TWO = "\u2713\u2713 ";

  private record Told(long delivered, long read) {
    static final Told NOTHING = new Told(0, 0);
  }

  private final Map<UUID, Long> last = new ConcurrentHashMap<>();
  private final Map<UUID, Told> told = new ConcurrentHashMap<>();

  /// A line of one's own has this number.
  void said(UUID conversation, long seq) {
    Long before = last.put(conversation, seq);
    if (before == null || before != seq) {
      told.remove(conversation);
    }
  }

  /// The newest line of one's own; 0 if there is none.
  long last(UUID conversation) {
    return last.getOrDefault(conversation, 0L);
  }

  /// What there is to tell, if it is news of the newest line.
  Optional<String> news(ServerFrame.Status status) {
    long seq = last(status.conversation());
    var messages = status.messages();
    if (seq == 0) {
      return Optional.empty();
    }
    if (messages == null) {
      boolean delivered = reached(status.delivered(), seq);
      boolean read = reached(status.read(), seq);
      return advance(status.conversation(), new Told(delivered || read ? 1 : 0, read ? 1 : 0))
          .map(now -> "  %s%s #%d".formatted(TWO, now.read() > 0 ? "read     " : "delivered", seq));
    }
    return messages.stream()
        .filter(message -> message.seq() == seq)
        .findFirst()
        .flatMap(
            message ->
                advance(status.conversation(), new Told(message.delivered(), message.read()))
                    .map(now -> "  " + counts(seq, now.delivered(), now.read(), message.of())));
  }

  private static boolean reached(@Nullable Long watermark, long seq) {
    return watermark != null && watermark >= seq;
  }

  private Optional<Told> advance(UUID conversation, Told now) {
    Told before = told.getOrDefault(conversation, Told.NOTHING);
    var further =
        new Told(
            Math.max(before.delivered(), now.delivered()), Math.max(before.read(), now.read()));
    if (further.equals(before)) {
      return Optional.empty();
    }
    told.put(conversation, further);
    return Optional.of(further);
  }

  static String counts(MessageReceipts receipts) {
    return counts(receipts.seq(), receipts.delivered(), receipts.read(), receipts.of());
  }

  private static String counts(long seq, long delivered, long read, int of) {
    return "%s#%d delivered %d of %d, read %d of %d".formatted(TWO, seq, delivered, of, read, of);
  }

  /// What stands behind a member's name.
  static String of(MessageReceipts.Receipt member) {
    if (member.read()) {
      return "  " + TWO + "read";
    }
    return member.delivered() ? "  " + TWO + "delivered" : "  \u2713 sent";
  }
}
