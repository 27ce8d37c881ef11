package dev.rivulet.api.admin;

import com.google.protobuf.ByteString;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.http.Request;
import dev.rivulet.api.log.CommandLog;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.AdminAction;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes down what an operator does before it is done: what cannot be written down does not
/// happen.
final class Audit {
  private static final int WORDS_MAX = 500;

  private final CommandLog log;
  private final InstantSource clock;

  Audit(CommandLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// `reason` is the operator's; `subject` the user or conversation.
  <T> T record(
      String action,
      @Nullable UUID subject,
      Request request,
      @Nullable String reason,
      Supplier<T> work) {
    AdminAction.Builder record =
        AdminAction.newBuilder()
            .setAction(action)
            .setSubject(subject == null ? ByteString.EMPTY : Ids.bytes(subject))
            .setOperator(bounded(request.header("X-Operator").orElse("")))
            .setReason(bounded(reason == null ? "" : reason))
            .setTime(clock.millis());
    log.publish(record.build());
    try {
      return work.get();
    } catch (Problem failed) {
      log.publish(record.setFailed(true).setTime(clock.millis()).build());
      throw failed;
    }
  }

  private static String bounded(String text) {
    return text.substring(0, Math.min(WORDS_MAX, text.length()));
  }
}
