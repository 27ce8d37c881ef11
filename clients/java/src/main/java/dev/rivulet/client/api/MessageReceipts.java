package dev.rivulet.client.api;

import java.util.List;
import java.util.UUID;

/// Who has got and read one message: `delivered` and `read` of `of`. In a conversation of more than
/// 256 members `members` is empty.
public record MessageReceipts(long seq, int of, int delivered, int read, List<Receipt> members) {
  public MessageReceipts {
    members = members == null ? List.of() : List.copyOf(members);
  }

  /// One member's.
  public record Receipt(UUID user, boolean delivered, boolean read) {}
}
