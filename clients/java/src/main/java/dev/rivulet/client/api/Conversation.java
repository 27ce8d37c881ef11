package dev.rivulet.client.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A conversation of one's own: its head, and from which seq (and, for a former member, up to below
/// which) one may read it. `role` (`owner`, `admin` or `member`) and `history` are those of a
/// group. `read` is how far one has read, on whichever device.
public record Conversation(
    UUID conversation,
    String kind,
    @Nullable String name,
    List<UUID> members,
    int memberCount,
    long seq,
    long count,
    long time,
    long visibleFrom,
    @Nullable Long leftAt,
    @Nullable String role,
    boolean muted,
    boolean blocked,
    boolean closed,
    @Nullable UUID picture,
    @Nullable String history,
    long read,
    long unread) {
  public static final String DIRECT = "direct";
  public static final String GROUP = "group";
  public static final String FROM_THE_START = "from-the-start";
  public static final String FROM_JOINING = "from-joining";

  public Conversation {
    members = members == null ? List.of() : List.copyOf(members);
  }

  public boolean group() {
    return GROUP.equals(kind);
  }

  /// Whether newcomers see what was said before.
  public boolean fromTheStart() {
    return FROM_THE_START.equals(history);
  }

  /// `next` is null on the last page; `unread` is the sum over all conversations, on every page.
  public record Page(List<Conversation> conversations, long unread, @Nullable String next) {
    public Page {
      conversations = conversations == null ? List.of() : List.copyOf(conversations);
    }
  }

  record Created(UUID conversation) {}
}
