package dev.rivulet.client.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.FrameCodec;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeedsTest {
  private static final UUID BOB = new UUID(0, 2);

  private final Deeds deeds = new Deeds(user -> user.equals(BOB) ? "bob" : "somebody");

  @Test
  void messageShowsWhatBecameOfIt() throws Exception {
    assertThat(Deeds.message(event("message", "'text':'hi','replyTo':7"))).isEqualTo("(to #7) hi");
    assertThat(
            Deeds.message(
                event(
                    "message",
                    "'text':'hi','state':{'edited':9,'reactions':["
                        + "{'emoji':'+1','count':3,'mine':true},"
                        + "{'emoji':'*','count':1,'mine':false}]}")))
        .isEqualTo("hi (edited) [+1 3 with you, * 1]");
    assertThat(Deeds.message(event("message", "'state':{'deleted':true}"))).isEqualTo("(deleted)");
  }

  @Test
  void changesOfMessagesNameTheirMessage() throws Exception {
    assertThat(of("edited", "'text':'hello','change':{'seq':5}")).isEqualTo("edited #5: hello");
    assertThat(of("edited", "'change':{'seq':5}")).isEqualTo("edited #5");
    assertThat(of("deleted", "'change':{'seq':5}")).isEqualTo("deleted #5");
    assertThat(of("reacted", "'change':{'seq':5,'emoji':'+1','removed':false}"))
        .isEqualTo("reacted to #5 with +1");
    assertThat(of("reacted", "'change':{'seq':5,'emoji':'+1','removed':true}"))
        .isEqualTo("took back +1 from #5");
  }

  @Test
  void changesOfGroupsAreSaidInWords() throws Exception {
    assertThat(of("changed", "'name':'hikers','change':{}")).isEqualTo("called this group hikers");
    assertThat(of("changed", "'change':{'picture':'" + BOB + "'}"))
        .isEqualTo("gave this group a picture");
    assertThat(of("changed", "'change':{}")).isEqualTo("took the picture away");
    assertThat(of("changed", "'change':{'fromTheStart':true}"))
        .isEqualTo("lets newcomers see what was said before");
    assertThat(of("role", "'members':['" + BOB + "'],'change':{'role':'admin'}"))
        .isEqualTo("made bob an admin");
    assertThat(of("muted", "'change':{'muted':true}")).isEqualTo("muted this conversation");
    assertThat(of("blocked", "'change':{'blocked':false}")).isEqualTo("unblocked the other");
    assertThat(of("closed", "'count':1")).isEqualTo("closed this group");
    assertThat(of("not-yet-invented", "'count':1")).contains("does not know");
  }

  @Test
  void othersCannotWriteToTheTerminalThroughThem() throws Exception {
    var attack = "\\u001b[2J";
    assertThat(of("edited", "'text':'" + attack + "','change':{'seq':5}")).doesNotContain("\033");
    assertThat(of("changed", "'name':'" + attack + "'")).doesNotContain("\033");
    assertThat(of("reacted", "'change':{'seq':5,'emoji':'" + attack + "'}")).doesNotContain("\033");
    assertThat(
            Deeds.message(
                event(
                    "message",
                    "'text':'hi','state':{'reactions':[{'emoji':'" + attack + "','count':1}]}")))
        .doesNotContain("\033");
  }

  private String of(String kind, String fields) throws Exception {
    return deeds.of(event(kind, fields));
  }

  private static ConversationEvent event(String kind, String fields) throws Exception {
    var json =
        "{'conversation':'" + new UUID(0, 1) + "','seq':12,'kind':'" + kind + "'," + fields + "}";
    return FrameCodec.json().readValue(json.replace('\'', '"'), ConversationEvent.class);
  }
}
