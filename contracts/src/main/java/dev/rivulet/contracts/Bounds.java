package dev.rivulet.contracts;

/// The bounds that more than one module relies on. What the decider checks against is a rule set of
/// its own (versioned in the log); these keep a command from reaching the log at all.
public final class Bounds {
  /// UTF-8 bytes of one message.
  public static final int CONTENT_BYTES_MAX = 65_535;

  /// Characters of a client message id, ASCII 0x21 to 0x7e.
  public static final int CLIENT_MESSAGE_ID_CHARS_MAX = 64;

  /// Members of one group.
  public static final int MEMBERS_MAX = 10_000;

  /// Users that one command may create a group with, add or remove.
  public static final int MEMBERS_PER_COMMAND = 500;

  /// Above this many members a conversation is big: it is read, not copied to each inbox.
  public static final int SMALL_CONVERSATION_MEMBERS_MAX = 256;

  /// UTF-8 bytes of a group's name.
  public static final int GROUP_NAME_BYTES_MAX = 256;

  public static final int MENTIONS_MAX = 50;

  /// UTF-8 bytes of a reaction: one emoji, with its modifiers.
  public static final int EMOJI_BYTES_MAX = 32;

  /// Media of one message.
  public static final int MEDIA_MAX = 10;

  /// Bytes of one medium's facts in a command.
  public static final int MEDIA_FACTS_BYTES_MAX = 1_024;

  /// UTF-8 bytes of a file's name.
  public static final int MEDIA_NAME_BYTES_MAX = 255;

  /// Characters of a content type.
  public static final int MEDIA_TYPE_CHARS_MAX = 64;

  /// Characters of a picture's placeholder.
  public static final int MEDIA_PLACEHOLDER_CHARS_MAX = 256;

  /// Commands of one device in one conversation whose outcome the device does not know yet.
  public static final int UNCONFIRMED_MAX = 128;

  /// Outcomes the decider remembers per device and conversation; a re-sent command finds its own.
  public static final int OUTCOMES_KEPT = 256;

  /// Seqs in one partition of the `messages` table.
  public static final int SEQS_PER_BUCKET = 10_000;

  /// How far ahead of the stored head a receipt may be: live delivery is faster than committed
  /// reads.
  public static final int RECEIPT_AHEAD_MAX = 10_000;

  /// Messages of one conversation whose readers are counted one by one; the newest are kept.
  public static final int UNREAD_MESSAGES_KEPT = 10_000;

  /// Messages in one status notice.
  public static final int STATUS_MESSAGES_MAX = 200;

  /// Users whose presence one session is told.
  public static final int WATCHED_USERS_MAX = 200;

  /// Least time in milliseconds between two signs that one user is writing.
  public static final int TYPING_INTERVAL_MS = 3_000;

  /// Bytes of one record's value; the brokers take 1 MiB.
  public static final int RECORD_BYTES_MAX = 900_000;

  private Bounds() {}
}
