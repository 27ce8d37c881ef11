package dev.rivulet.client.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One step of what a device remembers. Each says the new value whole, so applying one twice ends
/// in the same place.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Change.LoggedIn.class, name = "logged-in"),
  @JsonSubTypes.Type(value = Change.Connected.class, name = "connected"),
  @JsonSubTypes.Type(value = Change.CursorMoved.class, name = "cursor"),
  @JsonSubTypes.Type(value = Change.Advanced.class, name = "advanced"),
  @JsonSubTypes.Type(value = Change.Numbered.class, name = "numbered"),
  @JsonSubTypes.Type(value = Change.Drafted.class, name = "drafted"),
  @JsonSubTypes.Type(value = Change.Settled.class, name = "settled"),
  @JsonSubTypes.Type(value = Change.Read.class, name = "read"),
  @JsonSubTypes.Type(value = Change.Echoed.class, name = "echoed"),
})
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public sealed interface Change {
  /// Logged in, or with fresh tokens. Another user or device forgets everything else.
  record LoggedIn(Account account) implements Change {}

  /// The connection number that is about to be used.
  record Connected(long connection) implements Change {}

  /// Everything before this cursor was received. Null: from the heads again.
  record CursorMoved(@Nullable String cursor) implements Change {}

  record Advanced(UUID conversation, Progress progress) implements Change {}

  /// The number of the next message to this conversation.
  record Numbered(UUID conversation, long next) implements Change {}

  /// A message to be sent, or one with a new number.
  record Drafted(Draft draft) implements Change {}

  /// A message whose outcome is known.
  record Settled(UUID conversation, String id) implements Change {}

  /// The person was shown everything up to here; the gateway may not know yet.
  record Read(UUID conversation, long upTo) implements Change {}

  /// So much of what was claimed has arrived.
  record Echoed(UUID conversation, long delivered, long read) implements Change {}
}
