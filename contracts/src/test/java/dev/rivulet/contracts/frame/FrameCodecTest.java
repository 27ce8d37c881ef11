package dev.rivulet.contracts.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/// The JSON of every frame, letter by letter: clients of other makes have only this.
class FrameCodecTest {
  private static final UUID CONVERSATION = UUID.fromString("1a463d93-5cde-80c4-9820-ada93e8a3fcf");
  private static final UUID ANN = UUID.fromString("00112233-4455-4677-8899-aabbccddeeff");
  private static final UUID BOB = UUID.fromString("ff112233-4455-4677-8899-aabbccddeeff");

  static final List<Arguments> CLIENT_FRAMES =
      List.of(
          Arguments.of(
              new ClientFrame.Attach("token", 3),
              """
              {"type":"attach","token":"token","connection":3}"""),
          Arguments.of(
              new ClientFrame.Token("token"),
              """
              {"type":"token","token":"token"}"""),
          Arguments.of(
              ClientFrame.Send.of(CONVERSATION, "m-1", 4, "héllo \"x\""),
              """
              {"type":"send","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf","id":"m-1",\
              "n":4,"text":"héllo \\"x\\"","replyTo":0}"""),
          Arguments.of(
              new ClientFrame.Send(
                  CONVERSATION, "m-1", 4, "a", 2, List.of(BOB), List.of("v1.k.AA.BB")),
              """
              {"type":"send","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf","id":"m-1",\
              "n":4,"text":"a","replyTo":2,"mentions":["ff112233-4455-4677-8899-aabbccddeeff"],\
              "media":["v1.k.AA.BB"]}"""),
          Arguments.of(
              new ClientFrame.Send(CONVERSATION, "m-1", 4, "", 2, List.of(), List.of("v1.k.AA.BB")),
              """
              {"type":"send","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf","id":"m-1",\
              "n":4,"replyTo":2,"media":["v1.k.AA.BB"]}"""),
          Arguments.of(
              new ClientFrame.Delivered(CONVERSATION, 9),
              """
              {"type":"delivered","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "upTo":9}"""),
          Arguments.of(
              new ClientFrame.Read(CONVERSATION, 7),
              """
              {"type":"read","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf","upTo":7}"""),
          Arguments.of(
              new ClientFrame.Watch(List.of(BOB)),
              """
              {"type":"watch","users":["ff112233-4455-4677-8899-aabbccddeeff"]}"""),
          Arguments.of(
              new ClientFrame.Typing(CONVERSATION),
              """
              {"type":"typing","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf"}"""),
          Arguments.of(
              new ClientFrame.Ping(),
              """
              {"type":"ping"}"""));

  static final List<Arguments> SERVER_FRAMES =
      List.of(
          Arguments.of(
              new ServerFrame.Attached(ANN, "____-QAAAR9x-wTLAAABi8_laAA"),
              """
              {"type":"attached","session":"00112233-4455-4677-8899-aabbccddeeff",\
              "cursor":"____-QAAAR9x-wTLAAABi8_laAA"}"""),
          Arguments.of(
              new ServerFrame.Ack(CONVERSATION, "m-1", 4),
              """
              {"type":"ack","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "id":"m-1","n":4}"""),
          Arguments.of(
              new ServerFrame.Event(message()),
              """
              {"type":"event","event":{"conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "seq":7,"kind":"message","count":5,"time":1700000000000,\
              "user":"00112233-4455-4677-8899-aabbccddeeff",\
              "device":"ff112233-4455-4677-8899-aabbccddeeff","id":"m-1","n":4,"text":"a",\
              "replyTo":2,"mentions":["ff112233-4455-4677-8899-aabbccddeeff"]}}"""),
          Arguments.of(
              new ServerFrame.Event(ConversationEvent.hidden(CONVERSATION, 8)),
              """
              {"type":"event","event":{"conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "seq":8,"kind":"hidden","count":0,"time":0}}"""),
          Arguments.of(
              new ServerFrame.Sent(CONVERSATION, "m-1", 4, 7),
              """
              {"type":"sent","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf","id":"m-1",\
              "n":4,"seq":7}"""),
          Arguments.of(
              new ServerFrame.Status(CONVERSATION, 9L, 7L, null),
              """
              {"type":"status","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "delivered":9,"read":7}"""),
          Arguments.of(
              new ServerFrame.Status(
                  CONVERSATION, null, null, List.of(new ServerFrame.MessageStatus(7, 3, 2, 4))),
              """
              {"type":"status","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "messages":[{"seq":7,"delivered":3,"read":2,"of":4}]}"""),
          Arguments.of(
              new ServerFrame.Watermark(CONVERSATION, 9, 7, 6),
              """
              {"type":"watermark","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "delivered":9,"read":7,"readCount":6}"""),
          Arguments.of(
              new ServerFrame.Duplicate(CONVERSATION, "m-1", 4, 7),
              """
              {"type":"duplicate","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "id":"m-1","n":4,"seq":7}"""),
          Arguments.of(
              new ServerFrame.Refused(CONVERSATION, "m-1", 4L, "gap", 2L, null),
              """
              {"type":"refused","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "id":"m-1","n":4,"code":"gap","next":2}"""),
          Arguments.of(
              new ServerFrame.Refused(null, null, null, "bad-frame", null, "not JSON"),
              """
              {"type":"refused","code":"bad-frame","detail":"not JSON"}"""),
          Arguments.of(
              new ServerFrame.Presence(
                  List.of(
                      new ServerFrame.UserPresence(ANN, true, null),
                      new ServerFrame.UserPresence(BOB, false, 1_700_000_000_000L))),
              """
              {"type":"presence","users":[\
              {"user":"00112233-4455-4677-8899-aabbccddeeff","online":true},\
              {"user":"ff112233-4455-4677-8899-aabbccddeeff","online":false,\
              "lastSeen":1700000000000}]}"""),
          Arguments.of(
              new ServerFrame.Writing(CONVERSATION, ANN),
              """
              {"type":"writing","conversation":"1a463d93-5cde-80c4-9820-ada93e8a3fcf",\
              "user":"00112233-4455-4677-8899-aabbccddeeff"}"""),
          Arguments.of(
              new ServerFrame.CursorAt("____-QAAAR9x-wTLAAABi8_laAA"),
              """
              {"type":"cursor","cursor":"____-QAAAR9x-wTLAAABi8_laAA"}"""),
          Arguments.of(
              new ServerFrame.Reconnect(1500),
              """
              {"type":"reconnect","after":1500}"""),
          Arguments.of(
              new ServerFrame.Pong(),
              """
              {"type":"pong"}"""));

  @ParameterizedTest
  @FieldSource("CLIENT_FRAMES")
  void clientFramesAreThisJson(ClientFrame frame, String json) {
    assertThat(text(FrameCodec.encode(frame))).isEqualTo(json);
    assertThat(decode(json)).isEqualTo(new FrameCodec.Decoded.Frame(frame));
  }

  @ParameterizedTest
  @FieldSource("SERVER_FRAMES")
  void serverFramesAreThisJson(ServerFrame frame, String json) throws JsonProcessingException {
    assertThat(text(FrameCodec.encode(frame))).isEqualTo(json);
    assertThat(FrameCodec.decodeServer(json)).isEqualTo(frame);
  }

  @Test
  void fieldsThatNobodyKnowsAreIgnored() {
    assertThat(decode("{\"type\":\"ping\",\"mood\":{\"good\":[1,2]}}"))
        .isEqualTo(new FrameCodec.Decoded.Frame(new ClientFrame.Ping()));
  }

  @Test
  void aSendNeedsNoNumberAndNoLists() {
    assertThat(
            decode(
                "{\"type\":\"send\",\"conversation\":\"%s\",\"id\":\"m\",\"text\":\"a\"}"
                    .formatted(CONVERSATION)))
        .isEqualTo(new FrameCodec.Decoded.Frame(ClientFrame.Send.of(CONVERSATION, "m", 0, "a")));
  }

  @Test
  void aTypeThatNobodyKnowsIsNamed() {
    assertThat(decode("{\"type\":\"dance\"}"))
        .isEqualTo(new FrameCodec.Decoded.UnknownType("dance"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                            | not JSON",
        "{\"type\":\"ping\"} x                        | not JSON",
        "{\"type\":\"ping\",\"a\":1,\"a\":2}          | not JSON",
        "{\"type\":\"ping\",\"a\":[[[[[[[[[]]]]]]]]]} | not JSON",
        "{}                                           | type is missing",
        "[] | not a frame",
        "null | not a frame",
        "{\"type\":\"attach\",\"connection\":1}       | token is missing",
        "{\"type\":\"attach\",\"token\":\"t\"}        | connection must be at least 1: 0",
        "{\"type\":\"attach\",\"token\":\"t\",\"connection\":1.5} | wrong value in connection",
        "{\"type\":\"attach\",\"token\":\"t\",\"connection\":9999999999999999999}"
            + " | wrong value in connection",
        "{\"type\":\"send\",\"conversation\":\"1-1-1-1-1\",\"id\":\"m\",\"text\":\"a\"}"
            + " | not an id",
      })
  void whatIsNoFrameIsAnsweredWithoutAWordOfOurs(String json, String detail) {
    assertThat(decode(json)).isEqualTo(new FrameCodec.Decoded.Bad(detail));
  }

  @Test
  void aTextThatIsTooLongIsReadSoThatItCanBeRefusedAsSuch() {
    var text = "x".repeat(160 << 10);
    assertThat(decode("{\"type\":\"token\",\"token\":\"%s\"}".formatted(text)))
        .isEqualTo(new FrameCodec.Decoded.Frame(new ClientFrame.Token(text)));
  }

  @Test
  void aServerFrameOfALaterReleaseIsAnExceptionToTheClient() {
    assertThatThrownBy(() -> FrameCodec.decodeServer("{\"type\":\"later\"}"))
        .isInstanceOf(JsonProcessingException.class);
  }

  private static ConversationEvent message() {
    return new ConversationEvent(
        CONVERSATION,
        7,
        ConversationEvent.MESSAGE,
        5,
        1_700_000_000_000L,
        ANN,
        BOB,
        "m-1",
        4L,
        "a",
        2L,
        List.of(BOB),
        List.of(),
        null,
        List.of());
  }

  private static FrameCodec.Decoded decode(String json) {
    return FrameCodec.decode(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
