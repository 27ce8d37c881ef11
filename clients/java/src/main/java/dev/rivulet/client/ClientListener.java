package dev.rivulet.client;

import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.ServerFrame;

/// What a program wants to hear. All calls come on the client's thread, one at a time, and must not
/// block it.
public interface ClientListener {
  /// The next event of its conversation: each once and in the order of seq, one's own as well, with
  /// `hidden` in the place of those that one may not see. After a killed process the last ones
  /// before it may come again.
  default void event(ConversationEvent event) {}

  /// The status of a message has changed.
  default void message(OutgoingMessage message) {}

  /// `detail` says why, for people.
  default void connection(ConnectionState state, String detail) {}

  /// How far others are with what was written. May repeat, and out of order: the larger number
  /// holds.
  default void status(ServerFrame.Status status) {}

  /// How far the user is, on whichever of his devices.
  default void watermark(ServerFrame.Watermark watermark) {}

  /// What has changed for users that this client watches.
  default void presence(ServerFrame.Presence presence) {}

  /// A member is writing; it holds for 5 s, or until his message comes.
  default void writing(ServerFrame.Writing writing) {}

  /// A refusal that belongs to no message of this client, such as one of a broken frame.
  default void refused(ServerFrame.Refused refused) {}
}
