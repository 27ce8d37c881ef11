package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.rivulet.client.RivuletClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `./rivulet rebuild` finds: everything derived from `commands` again is what is there, while
/// people go on talking, and a row that was changed by hand is shown.
@ExtendWith(StackExtension.class)
@Timeout(300)
@Order(7)
@Tag("slow")
class RebuildIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final TestStack stack;
  private final Program events;
  private final Program storage;

  RebuildIT(TestStack stack) {
    this.stack = stack;
    this.events = new Program(stack, "fanout-streams", "dev.rivulet.fanout.rebuild.RebuildEvents");
    this.storage = new Program(stack, "storage-sink", "dev.rivulet.sink.rebuild.RebuildStorage");
  }

  @Test
  void derivedAgainEverythingIsWhatIsThereAndAWrongRowIsShown() {
    List<Person> people = stack.people(4);
    UUID group = Talk.newGroup(people.subList(0, 3));
    UUID direct = Talk.newDirect(people.get(0), people.get(1));
    everyKindOfCommand(people, group, direct);
    bigGroup(people);

    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> talk = CompletableFuture.runAsync(() -> talk(people, direct, enough));
    try {
      Program.Run derived = events.run(Map.of(), null, PATIENCE);
      System.out.println(derived.output());
      assertThat(derived.code()).as(derived.output()).isZero();
      assertThat(derived.output()).contains("all of them").doesNotContain("kept");
      Program.Run stored = rebuildStorage("rebuild-it-1.");
      assertThat(stored.code()).as(stored.output()).isZero();
      assertThat(stored.output()).containsPattern("big_heads +[1-9][0-9]* rows are identical");
    } finally {
      enough.set(true);
      talk.join();
    }
    plantAndFind(direct);
    Person.closeAll(people);
  }

  private Program.Run rebuildStorage(String prefix) {
    Program.Run derived = events.run(Map.of(), null, PATIENCE, "--keep", "--prefix", prefix);
    assertThat(derived.code()).as(derived.output()).isZero();
    Program.Run stored = storage.run(Map.of(), null, PATIENCE, "--from", prefix);
    System.out.println(stored.output());
    return stored;
  }

  private static void everyKindOfCommand(List<Person> people, UUID group, UUID direct) {
    RivuletClient ann = people.get(0).device().client();
    RivuletClient bob = people.get(1).device().client();
    UUID eve = people.get(3).id();
    long first = Talk.awaitSent(people.get(0).device().send(group, TestStack.BODY_MARK));
    long second = Talk.awaitSent(people.get(0).device().send(group, TestStack.BODY_MARK));
    Talk.seq(ann.edit(group, first, TestStack.BODY_MARK + " edited"));
    Talk.seq(bob.react(group, first, "👍"));
    Talk.seq(bob.react(group, first, "🎉"));
    Talk.seq(bob.unreact(group, first, "🎉"));
    Talk.seq(ann.delete(group, second));
    Talk.seq(ann.rename(group, "another name"));
    Talk.seq(ann.showHistory(group, true));
    Talk.seq(ann.addMembers(group, List.of(eve)));
    Talk.seq(ann.setRole(group, people.get(1).id(), "admin"));
    Talk.seq(bob.removeMember(group, eve));
    Talk.seq(bob.mute(group, true));
    Talk.seq(people.get(2).device().client().leave(group));
    Talk.awaitSent(people.get(1).device().sendMany(direct, 20));
    Talk.seq(ann.block(direct));
    Talk.awaitSent(people.get(1).device().sendMany(direct, 2));
    Talk.seq(ann.unblock(direct));
    Talk.seq(ann.closeGroup(group));
  }

  private void bigGroup(List<Person> people) {
    Person ann = people.getFirst();
    UUID group = Talk.newGroup(people);
    Strangers.join(stack, ann, group);
    people.forEach(person -> person.device().awaitSeq(group, 2));
    Talk.awaitSent(ann.device().sendMany(group, 5));
    Talk.seq(ann.device().client().mute(group, true));
    Talk.seq(ann.device().client().removeMember(group, people.get(3).id()));
    Talk.awaitSent(ann.device().sendMany(group, 5));
  }

  private static void talk(List<Person> people, UUID direct, AtomicBoolean enough) {
    while (!enough.get()) {
      Talk.awaitSent(people.get(0).device().sendMany(direct, 2));
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  /// The row is set right again: other tests read it.
  private void plantAndFind(UUID direct) {
    try (CqlSession session = Tables.open(stack)) {
      ByteBuffer right =
          Objects.requireNonNull(
                  session
                      .execute(
                          "SELECT event FROM messages"
                              + " WHERE conversation_id = ? AND bucket = 0 AND seq = 3",
                          direct)
                      .one())
              .getByteBuffer("event");
      write(session, direct, ByteBuffer.wrap(new byte[] {8, 1}));
      try {
        Program.Run stored = rebuildStorage("rebuild-it-2.");
        assertThat(stored.code()).as(stored.output()).isEqualTo(1);
        assertThat(stored.output())
            .contains("DIFFERENT: messages (conversation_id " + direct + ", bucket 0, seq 3)")
            .contains("1 rows of messages");
      } finally {
        write(session, direct, Objects.requireNonNull(right));
      }
    }
  }

  private static void write(CqlSession session, UUID direct, ByteBuffer event) {
    session.execute(
        "UPDATE messages SET event = ? WHERE conversation_id = ? AND bucket = 0 AND seq = 3",
        event,
        direct);
  }
}
