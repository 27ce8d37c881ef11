package dev.rivulet.api.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.api.log.MemoryCommandLog;
import dev.rivulet.api.token.Caller;
import dev.rivulet.contracts.Bounds;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandWriterTest {
  private final MemoryCommandLog log = new MemoryCommandLog();
  private final CommandWriter writer = new CommandWriter(log, "instance-1");
  private final Caller ann = new Caller(UUID.randomUUID(), UUID.randomUUID());
  private final UUID bob = UUID.randomUUID();
  private final CommandKey key = new CommandKey("key-1");

  private Command only() {
    assertThat(log.commands()).hasSize(1);
    return log.commands().getFirst();
  }

  @Test
  void everyCommandSaysWhoAsksThroughWhom() {
    writer.removeMember(ann, UUID.randomUUID(), bob, key);
    Command command = only();
    assertThat(Ids.uuid(command.getActor().getUser())).isEqualTo(ann.user());
    assertThat(Ids.uuid(command.getActor().getDevice())).isEqualTo(ann.device());
    assertThat(command.getActor().getSession().isEmpty()).isTrue();
    assertThat(command.getOrigin().getService()).isEqualTo("client-api");
    assertThat(command.getOrigin().getInstance()).isEqualTo("instance-1");
    assertThat(command.getClientMessageId()).isEqualTo("key-1");
    assertThat(command.getN()).isZero();
  }

  @Test
  void bothOpenTheSameConversationInTheSameWords() {
    UUID first = writer.openDirect(ann, bob, key);
    UUID second = writer.openDirect(new Caller(bob, UUID.randomUUID()), ann.user(), key);
    assertThat(first).isEqualTo(second).isEqualTo(Ids.direct(ann.user(), bob));
    assertThat(log.commands().get(0).getOpenDirect())
        .isEqualTo(log.commands().get(1).getOpenDirect());
  }

  @Test
  void aLargeGroupIsCreatedInParts() {
    List<UUID> members = Stream.generate(UUID::randomUUID).limit(1100).toList();
    UUID group = writer.createGroup(ann, "all", members, key);
    assertThat(group.version()).isEqualTo(4);
    assertThat(log.commands())
        .allMatch(command -> Ids.uuid(command.getConversation()).equals(group))
        .extracting(Command::getClientMessageId)
        .doesNotHaveDuplicates();
    List<Command> commands = log.commands();
    assertThat(commands.get(0).getCreateGroup().getMembersList()).hasSize(500);
    assertThat(commands.get(1).getAddMembers().getUsersList()).hasSize(500);
    assertThat(commands.get(2).getAddMembers().getUsersList()).hasSize(100);
    assertThat(commands).hasSize(3);
    assertThat(
            commands.stream()
                .flatMap(
                    it ->
                        Stream.concat(
                            it.getCreateGroup().getMembersList().stream(),
                            it.getAddMembers().getUsersList().stream()))
                .map(Ids::uuid))
        .containsExactlyElementsOf(members);
    assertThat(commands).allMatch(command -> command.getSerializedSize() < Bounds.RECORD_BYTES_MAX);
  }

  @Test
  void theSameRequestAgainIsTheSameCommands() {
    List<UUID> members = Stream.generate(UUID::randomUUID).limit(600).toList();
    UUID group = writer.createGroup(ann, "all", members, key);
    assertThat(writer.createGroup(ann, "all", members, new CommandKey("key-1"))).isEqualTo(group);
    assertThat(log.commands().subList(0, 2)).isEqualTo(log.commands().subList(2, 4));
    Caller otherDevice = new Caller(ann.user(), UUID.randomUUID());
    assertThat(writer.createGroup(otherDevice, "all", members, key)).isNotEqualTo(group);
    assertThat(writer.createGroup(ann, "all", members, new CommandKey("key-2")))
        .isNotEqualTo(group);
  }

  @Test
  void removingOneselfIsLeaving() {
    writer.removeMember(ann, UUID.randomUUID(), ann.user(), key);
    assertThat(only().hasLeaveGroup()).isTrue();
  }

  @Test
  void membersAreAddedInOneCommand() {
    UUID group = UUID.randomUUID();
    writer.addMembers(ann, group, List.of(bob), key);
    assertThat(only().getAddMembers().getUsersList()).containsExactly(Ids.bytes(bob));
    assertThat(Ids.uuid(only().getConversation())).isEqualTo(group);
  }
}
