package dev.rivulet.contracts;

/// Why something was not done; the text form is stable and part of the protocol.
public enum RefusalCode {
  /// No such conversation, or none that the asker may know of: the two look the same.
  UNKNOWN_CONVERSATION("unknown-conversation"),
  /// The asker was a member once.
  NOT_A_MEMBER("not-a-member"),
  /// A member, but without the right to do this.
  NOT_ALLOWED("not-allowed"),
  /// An earlier number of this device was never decided: send again from `next` on.
  GAP("gap"),
  /// This number was used for another command: number again from `next` on.
  RENUMBER("renumber"),
  EMPTY("empty"),
  TOO_LARGE("too-large"),
  TOO_MANY_MEMBERS("too-many-members"),
  /// Nobody named would be added or removed.
  NO_CHANGE("no-change"),
  /// Not for this kind of conversation (adding to a 1:1).
  WRONG_KIND("wrong-kind"),
  /// A group exists under this id.
  ALREADY_EXISTS("already-exists"),
  /// The last owner must hand the group over, or close it.
  LAST_OWNER("last-owner"),
  /// The group was closed.
  CLOSED("closed"),
  /// The time in which a message may be edited is over.
  TOO_LATE("too-late"),
  /// The asker blocks the other and must unblock him first.
  BLOCKED("blocked"),
  /// A medium comes without a valid ticket that was given to the asker.
  BAD_TICKET("bad-ticket"),
  /// The time in which the medium can be sent is over; media-ingest gives its owner a new ticket.
  TICKET_EXPIRED("ticket-expired"),
  /// The frame could not be read; it changed nothing.
  BAD_FRAME("bad-frame"),
  UNKNOWN_FRAME("unknown-frame"),
  /// Too many frames, or too many unconfirmed commands: wait, then send again.
  TOO_FAST("too-fast"),
  /// Something needed is away: send again later, with the same id and number.
  UNAVAILABLE("unavailable");

  private final String code;

  RefusalCode(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }

  /// Whether the same command may succeed when it is sent again unchanged.
  public boolean retryable() {
    return this == TOO_FAST || this == UNAVAILABLE;
  }
}
