package dev.rivulet.contracts.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DirectOpened;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.GroupCreated;
import dev.rivulet.contracts.log.MemberLeft;
import dev.rivulet.contracts.log.MembersAdded;
import dev.rivulet.contracts.log.MembersRemoved;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationEventTest {
  private static final UUID CONVERSATION = new UUID(0x4000L, 0xc3);
  private static final UUID ANN = new UUID(0x4000L, 0xa1);
  private static final UUID BOB = new UUID(0x4000L, 0xb2);
  private static final UUID DEVICE = new UUID(0x4000L, 0xd4);

  @Test
  void aMessageIsCopiedFieldByField() {
    var content =
        Content.newBuilder()
            .setContent(ByteString.copyFromUtf8("héllo"))
            .setReplyTo(6)
            .addMentions(Ids.bytes(BOB));
    var event = ConversationEvent.of(event().setMessage(content).build());

    assertThat(event.kind()).isEqualTo("message");
    assertThat(event.conversation()).isEqualTo(CONVERSATION);
    assertThat(event.seq()).isEqualTo(7);
    assertThat(event.count()).isEqualTo(5);
    assertThat(event.time()).isEqualTo(1_700_000_000_000L);
    assertThat(event.user()).isEqualTo(ANN);
    assertThat(event.device()).isEqualTo(DEVICE);
    assertThat(event.id()).isEqualTo("m-1");
    assertThat(event.n()).isEqualTo(3);
    assertThat(event.text()).isEqualTo("héllo");
    assertThat(event.replyTo()).isEqualTo(6);
    assertThat(event.mentions()).containsExactly(BOB);
  }

  @Test
  void membershipNamesWhomItConcerns() {
    var ann = Ids.bytes(ANN);
    var bob = Ids.bytes(BOB);
    var opened = DirectOpened.newBuilder().addMembers(ann).addMembers(bob);
    var created =
        GroupCreated.newBuilder().setName("friends").setOwner(ann).addMembers(ann).addMembers(bob);

    check(event().setDirectOpened(opened), "opened", ANN, BOB);
    check(event().setGroupCreated(created), "created", ANN, BOB);
    check(event().setMembersAdded(MembersAdded.newBuilder().addUsers(bob)), "added", BOB);
    check(event().setMembersRemoved(MembersRemoved.newBuilder().addUsers(bob)), "removed", BOB);
    check(event().setMemberLeft(MemberLeft.getDefaultInstance()), "left");
    assertThat(ConversationEvent.of(event().setGroupCreated(created).build()).name())
        .isEqualTo("friends");
  }

  @Test
  void aKindOfALaterReleaseKeepsItsPlace() {
    check(event(), "unknown");
  }

  @Test
  void whatIsAbsentIsNull() {
    var bare = event().clearDevice().clearClientMessageId().clearN().build();
    var event = ConversationEvent.of(bare);

    assertThat(event.device()).isNull();
    assertThat(event.id()).isNull();
    assertThat(event.n()).isNull();
    assertThat(event.text()).isNull();
    assertThat(event.replyTo()).isNull();
  }

  @Test
  void aMessageAsItIsNowSaysWhatTheNewestEditSays() throws Exception {
    var old = event().setMessage(content("old")).build();
    var reaction = new ConversationEvent.Reaction("+1", 2, true);
    var state = new ConversationEvent.State(9L, null, List.of(reaction));
    var now = ConversationEvent.message(old, content("new"), state);

    assertThat(now.text()).isEqualTo("new");
    assertThat(now.kind()).isEqualTo("message");
    var json = FrameCodec.json().writeValueAsString(now);
    assertThat(json)
        .endsWith(
            "\"state\":{\"edited\":9,"
                + "\"reactions\":[{\"emoji\":\"+1\",\"count\":2,\"mine\":true}]}}");
    assertThat(FrameCodec.json().readValue(json, ConversationEvent.class)).isEqualTo(now);
  }

  @Test
  void aDeletedMessageSaysNothing() throws Exception {
    var old = event().setMessage(content("old")).build();
    var state = new ConversationEvent.State(null, true, List.of());
    var now = ConversationEvent.message(old, null, state);

    assertThat(now.text()).isNull();
    assertThat(FrameCodec.json().writeValueAsString(now)).endsWith("\"state\":{\"deleted\":true}}");
    assertThat(ConversationEvent.of(old).withoutContent().text()).isNull();
    assertThat(ConversationEvent.of(old).state()).isNull();
  }

  @Test
  void aMessageShowsWhatItCarriesWithoutOwnerAndExpiry() throws Exception {
    var picture =
        Attachment.newBuilder()
            .setId(Ids.bytes(DEVICE))
            .setOwner(Ids.bytes(ANN))
            .setSize(70_000)
            .setType("image/webp")
            .setExpires(1_700_000_000_000L)
            .setWidth(1600)
            .setHeight(1200)
            .setPlaceholder("1QcSHQ")
            .setName("beach.jpg");
    var event = ConversationEvent.of(event().setMessage(carrying(picture)).build());

    var json = FrameCodec.json().writeValueAsString(event);
    assertThat(json)
        .endsWith(
            "\"n\":3,\"media\":[{\"id\":\"%s\",\"type\":\"image/webp\",\"size\":70000,"
                    .formatted(DEVICE)
                + "\"width\":1600,\"height\":1200,\"placeholder\":\"1QcSHQ\","
                + "\"name\":\"beach.jpg\"}]}");
    assertThat(FrameCodec.json().readValue(json, ConversationEvent.class)).isEqualTo(event);
    assertThat(event.withoutContent().media()).isEmpty();
  }

  private static Content.Builder carrying(Attachment.Builder attachment) {
    return Content.newBuilder().addAttachments(attachment);
  }

  private static Content content(String text) {
    return Content.newBuilder().setContent(ByteString.copyFromUtf8(text)).build();
  }

  private static void check(Event.Builder event, String kind, UUID... members) {
    var copy = ConversationEvent.of(event.build());
    assertThat(copy.kind()).isEqualTo(kind);
    assertThat(copy.members()).containsExactly(members);
  }

  private static Event.Builder event() {
    return Event.newBuilder()
        .setConversation(Ids.bytes(CONVERSATION))
        .setSeq(7)
        .setCount(5)
        .setTime(1_700_000_000_000L)
        .setUser(Ids.bytes(ANN))
        .setDevice(Ids.bytes(DEVICE))
        .setClientMessageId("m-1")
        .setN(3);
  }
}
