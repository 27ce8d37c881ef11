package dev.rivulet.fanout.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.log.Command;
import dev.rivulet.contracts.log.Content;
import dev.rivulet.contracts.log.CreateGroup;
import dev.rivulet.contracts.log.DeadLetter;
import dev.rivulet.contracts.log.React;
import dev.rivulet.contracts.log.SendMessage;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// What people wrote stays hidden unless it is asked for, in whatever command it stands.
class PrintedLetterTest {
  private static final String SECRET = "secret";

  @Test
  void whatPeopleWroteIsShownOnlyWhenAskedFor() {
    var content = Content.newBuilder().setContent(ByteString.copyFromUtf8(SECRET));
    for (var command :
        List.of(
            Command.newBuilder().setSendMessage(SendMessage.newBuilder().setContent(content)),
            Command.newBuilder().setCreateGroup(CreateGroup.newBuilder().setName(SECRET)),
            Command.newBuilder().setReact(React.newBuilder().setEmoji(SECRET)))) {
      var letter = letter("rivulet.commands", command.build().toByteString());
      assertThat(letter.record("rivulet.", false)).doesNotContain(SECRET).contains("not shown");
      assertThat(letter.record("rivulet.", true)).contains(SECRET);
    }
  }

  @Test
  void bytesThatCannotBeReadAreHexAndOnlyWhenAskedFor() {
    var letter = letter("rivulet.commands", ByteString.copyFrom(new byte[] {(byte) 0xff, 1}));
    assertThat(letter.record("rivulet.", false)).contains("unreadable").doesNotContain("ff01");
    assertThat(letter.record("rivulet.", true)).contains("ff01");
    assertThat(letter("of.others", ByteString.EMPTY).record("rivulet.", false))
        .contains("unreadable");
  }

  @Test
  void lineNamesThePlaceAndTheReason() {
    assertThat(letter("rivulet.commands", ByteString.EMPTY).line())
        .startsWith("7  rivulet.commands-3@17  ")
        .endsWith("0 bytes  because");
  }

  private static PrintedLetter letter(String topic, ByteString value) {
    var letter =
        DeadLetter.newBuilder()
            .setTopic(topic)
            .setPartition(3)
            .setOffset(17)
            .setReason("because")
            .setValue(value)
            .build();
    return PrintedLetter.of(
        new ConsumerRecord<>("rivulet.dead-letters", 0, 7, new byte[0], letter.toByteArray()));
  }
}
