package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The events of one conversation as the log has them.
final class Truth {
  private final UUID conversation;
  private final List<Event> events;
  private final List<ConversationEvent> shown;

  Truth(UUID conversation, List<Event> events) {
    this.conversation = conversation;
    this.events = events;
    this.shown = events.stream().map(Truth::asReceived).toList();
  }

  long lastSeq() {
    return events.size();
  }

  /// As any client gets them.
  List<ConversationEvent> all() {
    return shown;
  }

  Optional<ConversationEvent> at(long seq) {
    return seq >= 1 && seq <= shown.size()
        ? Optional.of(shown.get((int) seq - 1))
        : Optional.empty();
  }

  List<String> texts() {
    return shown.stream()
        .filter(event -> event.kind().equals(ConversationEvent.MESSAGE))
        .map(ConversationEvent::text)
        .toList();
  }

  /// The events within the stays of a user: from the one that made him a member to the one that
  /// removed him.
  List<ConversationEvent> visibleTo(UUID user) {
    ByteString id = Ids.bytes(user);
    List<ConversationEvent> visible = new ArrayList<>();
    boolean member = false;
    for (int at = 0; at < events.size(); at++) {
      Event event = events.get(at);
      boolean stays = memberAfter(event, id, member);
      if (member || stays) {
        visible.add(shown.get(at));
      }
      member = stays;
    }
    return visible;
  }

  private static boolean memberAfter(Event event, ByteString user, boolean before) {
    return switch (event.getBodyCase()) {
      case DIRECT_OPENED -> event.getDirectOpened().getMembersList().contains(user);
      case GROUP_CREATED -> event.getGroupCreated().getMembersList().contains(user);
      case MEMBERS_ADDED -> before || event.getMembersAdded().getUsersList().contains(user);
      case MEMBERS_REMOVED -> before && !event.getMembersRemoved().getUsersList().contains(user);
      case MEMBER_LEFT -> before && !event.getUser().equals(user);
      default -> before;
    };
  }

  /// What the log promises by itself: seqs dense from 1, counts that count, time that does not run
  /// back, no command of a device twice, and the numbers of each device in order.
  void check() {
    long count = 0;
    long time = 0;
    Set<String> commands = new HashSet<>();
    Map<ByteString, Long> numbers = new HashMap<>();
    for (int at = 0; at < events.size(); at++) {
      Event event = events.get(at);
      count += event.hasMessage() ? 1 : 0;
      assertThat(event.getSeq()).as("seq in %s", conversation).isEqualTo(at + 1);
      assertThat(event.getCount()).as("count at seq %d", at + 1).isEqualTo(count);
      assertThat(event.getTime()).as("time at seq %d", at + 1).isGreaterThanOrEqualTo(time);
      time = event.getTime();
      if (!event.getDevice().isEmpty()) {
        String command = Ids.uuid(event.getDevice()) + " " + event.getClientMessageId();
        assertThat(commands.add(command)).as("decided once: seq %d", at + 1).isTrue();
      }
      if (event.getN() > 0) {
        Long before = numbers.put(event.getDevice(), event.getN());
        assertThat(event.getN())
            .as("number at seq %d", at + 1)
            .isGreaterThan(before == null ? 0 : before);
      }
    }
  }

  /// Through JSON and back, as a client reads it.
  private static ConversationEvent asReceived(Event event) {
    try {
      byte[] json = FrameCodec.json().writeValueAsBytes(ConversationEvent.of(event));
      return FrameCodec.json().readValue(json, ConversationEvent.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
