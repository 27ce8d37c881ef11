package dev.rivulet.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.log.Notice;
import dev.rivulet.contracts.log.SendMessage;
import dev.rivulet.fanout.decide.CommandRecord;
import dev.rivulet.fanout.decide.DeciderTask;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A device's numbers hold for ever, with a state that does not grow by messages.
@NullMarked
final class NumberedSendsTest {
  private static final UUID ANN = new UUID(0x4000L, 0x8000_0000_0000_0001L);
  private static final UUID BOB = new UUID(0x4000L, 0x8000_0000_0000_0002L);
  private static final UUID GROUP = new UUID(0x7777_0000_0000_4000L, 0x8000_0000_0000_0001L);
  private static final int MESSAGES_OF_OTHERS = 100_000;

  private final MemoryState state = new MemoryState();
  private final DeciderTask task = new DeciderTask(state, 1, 1, "commands");
  private long offset;

  @BeforeEach
  void createGroup() {
    var create = CreateGroup.newBuilder().setName("a group").addMembers(Ids.bytes(BOB));
    decide(Changes.command(GROUP, ANN, "create").setCreateGroup(create).build());
  }

  @Test
  void deviceThatWasAwayForLongRepeatsNothing() {
    var first = (Event) send(ANN, "first", 1);
    int before = 0;
    for (int n = 1; n <= MESSAGES_OF_OTHERS; n++) {
      send(BOB, "b" + n, n);
      before = n == 1_000 ? state.size() : before;
    }
    assertThat(state.size()).isEqualTo(before);
    assertThat(((Notice) send(ANN, "first", 1)).getDuplicate().getSeq()).isEqualTo(first.getSeq());
    assertThat(((Event) send(ANN, "second", 2)).getN()).isEqualTo(2);
  }

  @Test
  void deviceThatLostItsCounterIsToldWhereItIs() {
    send(ANN, "one", 1);
    send(ANN, "two", 2);
    var refused = ((Notice) send(ANN, "three", 1)).getRefused();
    assertThat(refused.getCode()).isEqualTo("renumber");
    assertThat(refused.getNext()).isEqualTo(3);
    assertThat(((Event) send(ANN, "three", 3)).getSeq()).isEqualTo(4);
  }

  @Test
  void senderWithoutNumbersIsKeptFromRepeatingItsLatest() {
    for (int message = 1; message <= 600; message++) {
      send(ANN, "bot" + message, 0);
    }
    int size = state.size();
    assertThat(((Notice) send(ANN, "bot600", 0)).hasDuplicate()).isTrue();
    assertThat(((Notice) send(ANN, "bot345", 0)).hasDuplicate()).isTrue();
    send(ANN, "bot601", 0);
    assertThat(state.size()).isEqualTo(size);
  }

  private Message send(UUID user, String id, long n) {
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8("text"));
    return decide(
        Changes.command(GROUP, user, id)
            .setN(n)
            .setSendMessage(SendMessage.newBuilder().setContent(content))
            .build());
  }

  private Message decide(Command command) {
    var key = command.getConversation().toByteArray();
    var record = new CommandRecord(0, offset, 1_700_000_000_000L, key, command.toByteArray());
    offset++;
    return task.process(record).getFirst().message();
  }
}
