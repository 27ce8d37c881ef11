package dev.rivulet.contracts.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the gateway sends. A client ignores types and fields it does not know.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ServerFrame.Attached.class, name = "attached"),
  @JsonSubTypes.Type(value = ServerFrame.Ack.class, name = "ack"),
  @JsonSubTypes.Type(value = ServerFrame.Event.class, name = "event"),
  @JsonSubTypes.Type(value = ServerFrame.Sent.class, name = "sent"),
  @JsonSubTypes.Type(value = ServerFrame.Duplicate.class, name = "duplicate"),
  @JsonSubTypes.Type(value = ServerFrame.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = ServerFrame.CursorAt.class, name = "cursor"),
  @JsonSubTypes.Type(value = ServerFrame.Reconnect.class, name = "reconnect"),
  @JsonSubTypes.Type(value = ServerFrame.Pong.class, name = "pong"),
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ServerFrame {
  /// From `cursor` on everything arrives live; what is before comes from `/v1/sync`. May come again
  /// with a larger cursor; each starts a sync up to it.
  record Attached(UUID session, String cursor) implements ServerFrame {}

  /// Durable in the log ("accepted"). What became of it comes as an event, a duplicate or a
  /// refusal.
  record Ack(UUID conversation, String id, long n) implements ServerFrame {}

  /// Something decided, in the order of `seq`; may repeat.
  record Event(ConversationEvent event) implements ServerFrame {}

  /// The event is stored ("sent").
  record Sent(UUID conversation, String id, long n, long seq) implements ServerFrame {}

  /// The command was decided before, as `seq`.
  record Duplicate(UUID conversation, String id, long n, long seq) implements ServerFrame {}

  /// Not done; `code` is one of the refusal codes. Fields are absent when the frame did not name
  /// them. `next` comes with `gap` and `renumber`; `detail` is for people.
  record Refused(
      @Nullable UUID conversation,
      @Nullable String id,
      @Nullable Long n,
      String code,
      @Nullable Long next,
      @Nullable String detail)
      implements ServerFrame {}

  /// How far this session has been served: store it once the sync is complete.
  record CursorAt(String cursor) implements ServerFrame {}

  /// The gateway is about to close: connect again after this many milliseconds.
  record Reconnect(long after) implements ServerFrame {}

  record Pong() implements ServerFrame {}
}
