package dev.rivulet.fanout.decide;

import static dev.rivulet.fanout.decide.Room.command;
import static dev.rivulet.fanout.decide.Room.createGroup;
import static dev.rivulet.fanout.decide.Room.group;
import static dev.rivulet.fanout.decide.Room.ruleSet;
import static dev.rivulet.fanout.decide.Room.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Attachment;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.DeleteMessage;
import dev.rivulet.contracts.log.EditMessage;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.contracts.log.Target;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a message may carry: the actor's own media, until their time is over by the log.
class MediaTest {
  private static final UUID GROUP = group(1);
  private static final long NOW = 1_800_000_000_000L;
  private static final long END = NOW + 60_000;
  private final Room room = new Room();

  @BeforeEach
  void newRules() {
    room.put(ruleSet(2));
    room.at(NOW);
    room.put(createGroup(GROUP, 1, 2, 3));
  }

  @Test
  void ownersMediaBecomeHistoryAlsoWithoutText() {
    var event = room.put(send("m1", 1, "", medium(2).build())).event();

    assertThat(event.getMessage().getAttachmentsList()).containsExactly(medium(2).build());
    assertThat(event.getCount()).isEqualTo(1);
    assertThat(room.put(send("m2", 2, "")).refusal()).isEqualTo("empty");
  }

  @Test
  void foreignMediaAreRefused() {
    assertThat(room.put(send("m1", 1, "look", medium(2).build(), medium(3).build())).refusal())
        .isEqualTo("bad-ticket");
    var nobodys = medium(2).clearOwner().build();
    assertThat(room.put(send("m2", 2, "look", nobodys)).refusal()).isEqualTo("bad-ticket");
    var withoutId = medium(2).setId(ByteString.EMPTY).build();
    assertThat(room.put(send("m3", 3, "look", withoutId)).refusal()).isEqualTo("bad-ticket");
  }

  @Test
  void expiryIsThatOfTheLogAndATicketUsedAgainLaterIsRefused() {
    room.at(END - 1);
    assertThat(room.put(send("m1", 1, "", medium(2).build())).event().hasMessage()).isTrue();
    room.at(END);
    assertThat(room.put(send("m2", 2, "", medium(2).build())).refusal())
        .isEqualTo("ticket-expired");
    // The conversation's time never goes back, so neither does what has expired by it.
    room.at(END - 100);
    assertThat(room.put(Room.send(GROUP, 2, "m3", 3, "text")).event().getTime()).isEqualTo(END - 1);
  }

  @Test
  void whatWasAcceptedInTimeIsADuplicateWhenItComesAgainLater() {
    room.put(send("m1", 1, "", medium(2).build()));
    room.at(END + 1_000_000);
    assertThat(room.put(send("m1", 1, "", medium(2).build())).notice().getDuplicate().getSeq())
        .isEqualTo(2);
  }

  @Test
  void listsAndFactsAreBounded() {
    var many = new Attachment[Bounds.MEDIA_MAX + 1];
    Arrays.fill(many, medium(2).build());
    assertThat(room.put(send("m1", 1, "x", many)).refusal()).isEqualTo("too-large");
    var tooLong = medium(2).setName("x".repeat(Bounds.MEDIA_FACTS_BYTES_MAX)).build();
    assertThat(room.put(send("m2", 2, "x", tooLong)).refusal()).isEqualTo("bad-ticket");
  }

  @Test
  void idsWithoutFactsAreRefused() {
    var content = Content.newBuilder().addMedia(Ids.bytes(new UUID(7, 7)));
    var command =
        command(GROUP, 2, 2, "m1", 1)
            .setSendMessage(SendMessage.newBuilder().setContent(content))
            .build();
    assertThat(room.put(command).refusal()).isEqualTo("empty");
    content.setContent(ByteString.copyFromUtf8("text"));
    command =
        command(GROUP, 2, 2, "m2", 2)
            .setSendMessage(SendMessage.newBuilder().setContent(content))
            .build();
    assertThat(room.put(command).refusal()).isEqualTo("bad-ticket");
  }

  @Test
  void fieldsOfALaterSchemaDoNotBecomeHistory() {
    var later =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    var event = room.put(send("m1", 1, "", medium(2).setUnknownFields(later).build())).event();
    assertThat(event.getMessage().getAttachmentsList()).containsExactly(medium(2).build());
  }

  @Test
  void editKeepsMediaWhoseTimeIsOverAndBringsNoForeignOnes() {
    room.put(send("m1", 1, "teh", medium(2).build()));
    room.at(END + 1_000_000);
    var event = room.put(edit(medium(2).build())).event();
    assertThat(event.getMessageEdited().getContent().getAttachmentsList())
        .containsExactly(medium(2).build());
    assertThat(room.put(edit(medium(3).build())).refusal()).isEqualTo("bad-ticket");
  }

  @Test
  void deletionNamesTheMediaOfItsMessage() {
    room.put(send("m1", 1, "", medium(2).build()));
    var deleted = room.put(delete("d1", 1)).event().getMessageDeleted();

    assertThat(deleted.getSeq()).isEqualTo(2);
    assertThat(deleted.getMediaList()).containsExactly(medium(2).getId());
    assertThat(room.put(delete("d2", Bounds.MEDIA_MAX + 1)).refusal()).isEqualTo("too-large");
  }

  @Test
  void ruleSetOneKnowsNoFacts() {
    var old = new Room();
    old.put(createGroup(GROUP, 1, 2, 3));
    assertThat(old.put(send("m1", 1, "", medium(3).build())).refusal()).isEqualTo("empty");
    assertThat(old.put(send("m2", 2, "text", medium(3).build())).event().getMessage())
        .isEqualTo(Content.newBuilder().setContent(ByteString.copyFromUtf8("text")).build());
  }

  private static Attachment.Builder medium(int owner) {
    return Attachment.newBuilder()
        .setId(Ids.bytes(new UUID(7, owner)))
        .setOwner(Ids.bytes(user(owner)))
        .setType("image/webp")
        .setSize(70_000)
        .setExpires(END);
  }

  private static Command send(String id, long n, String text, Attachment... media) {
    var content =
        Content.newBuilder()
            .setContent(ByteString.copyFromUtf8(text))
            .addAllAttachments(List.of(media));
    return command(GROUP, 2, 2, id, n)
        .setSendMessage(SendMessage.newBuilder().setContent(content))
        .build();
  }

  private static Command edit(Attachment media) {
    var content =
        Content.newBuilder().setContent(ByteString.copyFromUtf8("the")).addAttachments(media);
    return command(GROUP, 2, 2, "edit-" + media.getId().hashCode(), 0)
        .setEditMessage(EditMessage.newBuilder().setTarget(target()).setContent(content))
        .build();
  }

  private static Command delete(String id, int media) {
    var delete = DeleteMessage.newBuilder().setTarget(target());
    for (int i = 0; i < media; i++) {
      delete.addMedia(medium(2).getId());
    }
    return command(GROUP, 2, 2, id, 0).setDeleteMessage(delete).build();
  }

  private static Target target() {
    return Target.newBuilder().setSeq(2).setAuthor(Ids.bytes(user(2))).setTime(NOW).build();
  }
}
