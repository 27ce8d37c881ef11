package dev.rivulet.contracts.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
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
  @JsonSubTypes.Type(value = ServerFrame.Status.class, name = "status"),
  @JsonSubTypes.Type(value = ServerFrame.Watermark.class, name = "watermark"),
  @JsonSubTypes.Type(value = ServerFrame.Presence.class, name = "presence"),
  @JsonSubTypes.Type(value = ServerFrame.Writing.class, name = "writing"),
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

  /// What became of one message in a group: how many of those who may see it, its sender not among
  /// them.
  record MessageStatus(long seq, int delivered, int read, int of) {}

  /// How far others are. In a 1:1 `delivered` and `read` are the other's watermarks and `messages`
  /// is absent; in a group it is the other way round. A number never goes back: take the larger.
  record Status(
      UUID conversation,
      @Nullable Long delivered,
      @Nullable Long read,
      @Nullable List<MessageStatus> messages)
      implements ServerFrame {
    public Status {
      messages = messages == null ? null : List.copyOf(messages);
    }
  }

  /// How far the user is himself, on whichever device; unread = `count` at the head - `readCount`.
  record Watermark(UUID conversation, long delivered, long read, long readCount)
      implements ServerFrame {}

  /// Whether a user is attached with any device, and if not, when he last was (milliseconds since
  /// 1970-01-01 UTC); absent where that is not known or not to be seen.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record UserPresence(UUID user, boolean online, @Nullable Long lastSeen) {}

  /// What has changed for watched users; of all of them after a `watch`.
  record Presence(List<UserPresence> users) implements ServerFrame {
    public Presence {
      users = List.copyOf(users);
    }
  }

  /// A member is writing: to be shown for 5 s, or until his message comes.
  record Writing(UUID conversation, UUID user) implements ServerFrame {}

  /// How far this session has been served: store it once the sync is complete.
  record CursorAt(String cursor) implements ServerFrame {}

  /// The gateway is about to close: connect again after this many milliseconds.
  record Reconnect(long after) implements ServerFrame {}

  record Pong() implements ServerFrame {}
}
