package dev.rivulet.api.receipt;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rivulet.api.history.Access;
import dev.rivulet.api.history.Head;
import dev.rivulet.api.history.History;
import dev.rivulet.api.history.HistoryStore;
import dev.rivulet.api.history.MembershipChange;
import dev.rivulet.api.http.Problem;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.topic.PrivacyTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who has got and read what, as far as the asker may know: names only in conversations of at most
/// 256 members, nothing of others for one who gives no receipts himself.
///
/// Nothing is counted here that is kept: everything is derived from watermarks and membership at
/// the moment of the question.
final class Receipts {
  private final HistoryStore history;
  private final WatermarkStore watermarks;
  private final PrivacyTable privacy;

  record MemberReceipt(UUID user, long delivered, long read) {}

  record MessageReceipt(UUID user, boolean delivered, boolean read) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MessageReceipts(
      long seq, int of, int delivered, int read, @Nullable List<MessageReceipt> members) {}

  Receipts(HistoryStore history, WatermarkStore watermarks, PrivacyTable privacy) {
    this.history = history;
    this.watermarks = watermarks;
    this.privacy = privacy;
  }

  /// How far each present member is.
  List<MemberReceipt> of(UUID asker, UUID conversation) {
    SortedMap<UUID, List<MembershipChange>> changes = history.changes(conversation);
    if (!isMember(asker, changes.getOrDefault(asker, List.of()))) {
      throw Problem.unknownConversation();
    }
    Head head = history.head(conversation).orElseThrow(Problem::unknownConversation);
    boolean alone = isBig(head) || privacy.hidesReceipts(asker);
    Map<UUID, Watermarks> all =
        alone ? watermarks.of(asker, List.of(conversation)) : watermarks.all(conversation);
    List<MemberReceipt> receipts = new ArrayList<>();
    changes.forEach(
        (user, own) -> {
          boolean self = user.equals(asker);
          if (self || (!alone && isMember(user, own))) {
            Watermarks at = all.getOrDefault(self && alone ? conversation : user, Watermarks.NONE);
            long read = self ? Math.max(at.read(), at.ownRead()) : at.read();
            receipts.add(new MemberReceipt(user, Math.max(at.delivered(), read), read));
          }
        });
    return receipts;
  }

  /// Who has got and read one message, its sender aside.
  MessageReceipts of(UUID asker, UUID conversation, long seq) {
    if (privacy.hidesReceipts(asker)) {
      throw Problem.of(403, "receipts-off");
    }
    var stored = new History(history).message(asker, conversation, seq);
    UUID sender = Ids.uuid(stored.event().getUser());
    Head head = history.head(conversation).orElseThrow(Problem::unknownConversation);
    Map<UUID, Watermarks> all = watermarks.all(conversation);
    List<MessageReceipt> members = new ArrayList<>();
    history
        .changes(conversation)
        .forEach(
            (user, changes) -> {
              if (!user.equals(sender) && wasMember(changes, seq)) {
                Watermarks at = all.getOrDefault(user, Watermarks.NONE);
                members.add(new MessageReceipt(user, at.delivered() >= seq, at.read() >= seq));
              }
            });
    return new MessageReceipts(
        seq,
        members.size(),
        (int) members.stream().filter(MessageReceipt::delivered).count(),
        (int) members.stream().filter(MessageReceipt::read).count(),
        isBig(head) ? null : members);
  }

  private static boolean isBig(Head head) {
    return head.members() > Bounds.SMALL_CONVERSATION_MEMBERS_MAX;
  }

  private static boolean isMember(UUID user, List<MembershipChange> changes) {
    return Access.of(user, changes).isMember();
  }

  /// Whoever sees more of the history than his membership is not counted for it.
  private static boolean wasMember(List<MembershipChange> changes, long seq) {
    boolean member = false;
    for (MembershipChange change : changes) {
      if (change.seq() > seq) {
        break;
      }
      member = change.joined();
    }
    return member;
  }
}
