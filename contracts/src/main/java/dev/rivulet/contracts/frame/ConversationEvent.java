package dev.rivulet.contracts.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.Event;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event as clients see it, the same in live frames, sync and history.
///
/// `kind` is one of `opened`, `created`, `message`, `added`, `removed`, `left`, `hidden`,
/// `unknown`; `hidden` keeps the place of a seq that the reader may not see, `unknown` that of a
/// kind this version does not know. `user`, `device`, `id` and `n` name who caused it. Absent
/// fields are null or, for lists, empty.
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
    List<UUID> media,
    @Nullable String name,
    List<UUID> members) {

  public static final String OPENED = "opened";
  public static final String CREATED = "created";
  public static final String MESSAGE = "message";
  public static final String ADDED = "added";
  public static final String REMOVED = "removed";
  public static final String LEFT = "left";
  public static final String HIDDEN = "hidden";
  public static final String UNKNOWN = "unknown";

  public ConversationEvent {
    mentions = mentions == null ? List.of() : List.copyOf(mentions);
    media = media == null ? List.of() : List.copyOf(media);
    members = members == null ? List.of() : List.copyOf(members);
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
        content == null ? null : content.getContent().toStringUtf8(),
        content == null || content.getReplyTo() == 0 ? null : content.getReplyTo(),
        content == null ? List.of() : uuids(content.getMentionsList()),
        content == null ? List.of() : uuids(content.getMediaList()),
        name,
        uuids(members));
  }

  private static List<UUID> uuids(List<ByteString> ids) {
    return ids.stream().map(Ids::uuid).toList();
  }
}
