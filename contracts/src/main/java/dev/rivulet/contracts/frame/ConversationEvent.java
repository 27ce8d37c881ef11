package dev.rivulet.contracts.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupChanged;
import dev.rivulet.contracts.log.HistoryVisibility;
import dev.rivulet.contracts.log.Role;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event as clients see it, the same in live frames, sync and history.
///
/// `kind` is one of the constants below; `hidden` keeps the place of a seq that the reader may not
/// see, `unknown` that of a kind this version does not know. `user`, `device`, `id` and `n` name
/// who caused it; `change` says what an event changes, `state` what has become of a message: pages
/// of history show messages as they are now. Absent fields are null or, for lists, empty.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConversationEvent(
    UUID conversation,
    long seq,
    String kind,
    long count,
    long time,
    @Nullable UUID user,
    @Nullable UUID device,
    @Nullable String id,
    @Nullable Long n,
    @Nullable String text,
    @Nullable Long replyTo,
    List<UUID> mentions,
    List<Attachment> media,
    @Nullable String name,
    List<UUID> members,
    @Nullable Change change,
    @Nullable State state) {

  public static final String OPENED = "opened";
  public static final String CREATED = "created";
  public static final String MESSAGE = "message";
  public static final String ADDED = "added";
  public static final String REMOVED = "removed";
  public static final String LEFT = "left";
  public static final String EDITED = "edited";
  public static final String DELETED = "deleted";
  public static final String REACTED = "reacted";
  public static final String CHANGED = "changed";
  public static final String ROLE = "role";
  public static final String CLOSED = "closed";
  public static final String MUTED = "muted";
  public static final String BLOCKED = "blocked";
  public static final String HIDDEN = "hidden";
  public static final String UNKNOWN = "unknown";

  public ConversationEvent {
    mentions = mentions == null ? List.of() : List.copyOf(mentions);
    media = media == null ? List.of() : List.copyOf(media);
    members = members == null ? List.of() : List.copyOf(members);
  }

  /// An event that changes nothing that was there before.
  @SuppressWarnings("checkstyle:ParameterNumber")
  public ConversationEvent(
      UUID conversation,
      long seq,
      String kind,
      long count,
      long time,
      @Nullable UUID user,
      @Nullable UUID device,
      @Nullable String id,
      @Nullable Long n,
      @Nullable String text,
      @Nullable Long replyTo,
      List<UUID> mentions,
      List<Attachment> media,
      @Nullable String name,
      List<UUID> members) {
    this(
        conversation,
        seq,
        kind,
        count,
        time,
        user,
        device,
        id,
        n,
        text,
        replyTo,
        mentions,
        media,
        name,
        members,
        null,
        null);
  }

  /// An event as it was decided.
  @SuppressWarnings("checkstyle:ParameterNumber")
  public ConversationEvent(
      UUID conversation,
      long seq,
      String kind,
      long count,
      long time,
      @Nullable UUID user,
      @Nullable UUID device,
      @Nullable String id,
      @Nullable Long n,
      @Nullable String text,
      @Nullable Long replyTo,
      List<UUID> mentions,
      List<Attachment> media,
      @Nullable String name,
      List<UUID> members,
      @Nullable Change change) {
    this(
        conversation,
        seq,
        kind,
        count,
        time,
        user,
        device,
        id,
        n,
        text,
        replyTo,
        mentions,
        media,
        name,
        members,
        change,
        null);
  }

  /// The place of an event that the reader may not see.
  public static ConversationEvent hidden(UUID conversation, long seq) {
    return new ConversationEvent(
        conversation,
        seq,
        HIDDEN,
        0,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        null,
        List.of());
  }

  /// A message as it is now: what it says at present, nothing once it is deleted.
  public static ConversationEvent message(
      Event event, @Nullable Content content, @Nullable State state) {
    return of(event, MESSAGE, content, null, List.of()).with(state);
  }

  /// The same without what it says: an edit of a message that is deleted.
  public ConversationEvent withoutContent() {
    return new ConversationEvent(
        conversation,
        seq,
        kind,
        count,
        time,
        user,
        device,
        id,
        n,
        null,
        null,
        List.of(),
        List.of(),
        name,
        members,
        change,
        state);
  }

  private ConversationEvent with(@Nullable State now) {
    return new ConversationEvent(
        conversation,
        seq,
        kind,
        count,
        time,
        user,
        device,
        id,
        n,
        text,
        replyTo,
        mentions,
        media,
        name,
        members,
        change,
        now);
  }

  /// Copied field by field: a field added to the record reaches no client by itself.
  public static ConversationEvent of(Event event) {
    return switch (event.getBodyCase()) {
      case DIRECT_OPENED -> of(event, OPENED, null, null, event.getDirectOpened().getMembersList());
      case GROUP_CREATED -> {
        var created = event.getGroupCreated();
        yield of(event, CREATED, null, created.getName(), created.getMembersList());
      }
      case MESSAGE -> of(event, MESSAGE, event.getMessage(), null, List.of());
      case MEMBERS_ADDED -> of(event, ADDED, null, null, event.getMembersAdded().getUsersList());
      case MEMBERS_REMOVED ->
          of(event, REMOVED, null, null, event.getMembersRemoved().getUsersList());
      case MEMBER_LEFT -> of(event, LEFT, null, null, List.of());
      case MESSAGE_EDITED ->
          of(event, EDITED, event.getMessageEdited().getContent(), null, List.of());
      case MESSAGE_DELETED -> of(event, DELETED, null, null, List.of());
      case REACTED -> of(event, REACTED, null, null, List.of());
      case GROUP_CHANGED -> {
        var changed = event.getGroupChanged();
        yield of(event, CHANGED, null, changed.hasName() ? changed.getName() : null, List.of());
      }
      case ROLE_CHANGED -> of(event, ROLE, null, null, List.of(event.getRoleChanged().getUser()));
      case GROUP_CLOSED -> of(event, CLOSED, null, null, List.of());
      case MUTED -> of(event, MUTED, null, null, List.of());
      case BLOCKED -> of(event, BLOCKED, null, null, List.of());
      case BODY_NOT_SET -> of(event, UNKNOWN, null, null, List.of());
    };
  }

  private static ConversationEvent of(
      Event event,
      String kind,
      @Nullable Content content,
      @Nullable String name,
      List<ByteString> members) {
    return new ConversationEvent(
        Ids.uuid(event.getConversation()),
        event.getSeq(),
        kind,
        event.getCount(),
        event.getTime(),
        Ids.uuid(event.getUser()),
        event.getDevice().isEmpty() ? null : Ids.uuid(event.getDevice()),
        event.getClientMessageId().isEmpty() ? null : event.getClientMessageId(),
        event.getN() == 0 ? null : event.getN(),
        content == null || content.getContent().isEmpty()
            ? null
            : content.getContent().toStringUtf8(),
        content == null || content.getReplyTo() == 0 ? null : content.getReplyTo(),
        content == null ? List.of() : uuids(content.getMentionsList()),
        content == null
            ? List.of()
            : content.getAttachmentsList().stream().map(Attachment::of).toList(),
        name,
        uuids(members),
        Change.of(event));
  }

  /// What a message carries: enough to lay it out before anything is loaded. `width` and `height`
  /// in pixels and `duration` in milliseconds are those of the largest variant, as are `type` and
  /// `size` in bytes.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Attachment(
      UUID id,
      String type,
      long size,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable Long duration,
      @Nullable String placeholder,
      @Nullable String name) {

    /// Without owner and expiry, which matter only while it is sent.
    public static Attachment of(dev.rivulet.contracts.log.Attachment facts) {
      return new Attachment(
          Ids.uuid(facts.getId()),
          facts.getType(),
          facts.getSize(),
          facts.getWidth() == 0 ? null : facts.getWidth(),
          facts.getHeight() == 0 ? null : facts.getHeight(),
          facts.getDurationMs() == 0 ? null : facts.getDurationMs(),
          facts.getPlaceholder().isEmpty() ? null : facts.getPlaceholder(),
          facts.getName().isEmpty() ? null : facts.getName());
    }
  }

  /// What has become of a message. `edited` is the seq of the newest edit; of the reactions the
  /// most frequent are shown.
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record State(@Nullable Long edited, @Nullable Boolean deleted, List<Reaction> reactions) {
    public State {
      reactions = reactions == null ? List.of() : List.copyOf(reactions);
    }
  }

  /// How many reacted so, and whether the reader did.
  public record Reaction(String emoji, int count, boolean mine) {}

  /// What an event changes. `seq` is the message that is edited, deleted or reacted to; the text of
  /// an edit, a new name and the person whose role changes stand in the event's own fields.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Change(
      @Nullable Long seq,
      @Nullable String emoji,
      @Nullable Boolean removed,
      @Nullable String role,
      @Nullable UUID picture,
      @Nullable Boolean fromTheStart,
      @Nullable Boolean muted,
      @Nullable Boolean blocked,
      @Nullable Long visibleFrom) {
    private static final Change NONE =
        new Change(null, null, null, null, null, null, null, null, null);

    private static Change ofMessage(long seq, @Nullable String emoji, @Nullable Boolean removed) {
      return new Change(seq, emoji, removed, null, null, null, null, null, null);
    }

    private static @Nullable Change of(Event event) {
      return switch (event.getBodyCase()) {
        case MESSAGE_EDITED -> ofMessage(event.getMessageEdited().getSeq(), null, null);
        case MESSAGE_DELETED -> ofMessage(event.getMessageDeleted().getSeq(), null, null);
        case REACTED -> {
          var reacted = event.getReacted();
          yield ofMessage(reacted.getSeq(), reacted.getEmoji(), reacted.getRemoved());
        }
        case GROUP_CHANGED -> NONE.with(event.getGroupChanged());
        case ROLE_CHANGED -> NONE.withRole(event.getRoleChanged().getRole());
        case MUTED -> NONE.withMuted(event.getMuted().getMuted());
        case BLOCKED -> NONE.withBlocked(event.getBlocked().getBlocked());
        case MEMBERS_ADDED -> {
          long from = event.getMembersAdded().getVisibleFrom();
          yield from == 0 ? null : NONE.withVisibleFrom(from);
        }
        default -> null;
      };
    }

    private Change with(GroupChanged changed) {
      var picture =
          changed.hasPicture() && !changed.getPicture().isEmpty()
              ? Ids.uuid(changed.getPicture())
              : null;
      var fromTheStart =
          changed.hasHistory() ? changed.getHistory() == HistoryVisibility.FROM_THE_START : null;
      return new Change(null, null, null, null, picture, fromTheStart, null, null, null);
    }

    private Change withRole(Role changed) {
      var text =
          switch (changed) {
            case OWNER -> "owner";
            case ADMIN -> "admin";
            case MEMBER, UNRECOGNIZED -> "member";
          };
      return new Change(null, null, null, text, null, null, null, null, null);
    }

    private Change withMuted(boolean now) {
      return new Change(null, null, null, null, null, null, now, null, null);
    }

    private Change withBlocked(boolean now) {
      return new Change(null, null, null, null, null, null, null, now, null);
    }

    private Change withVisibleFrom(long from) {
      return new Change(null, null, null, null, null, null, null, null, from);
    }
  }

  private static List<UUID> uuids(List<ByteString> ids) {
    return ids.stream().map(Ids::uuid).toList();
  }
}
