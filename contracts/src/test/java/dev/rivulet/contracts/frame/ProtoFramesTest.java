package dev.rivulet.contracts.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.rivulet.contracts.frame.FrameCodec.Decoded;
import dev.rivulet.contracts.frame.proto.ClientMessage;
import dev.rivulet.contracts.frame.proto.ServerMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A frame of `rivulet.v1+proto` carries what its JSON form carries, for every frame there is.
class ProtoFramesTest {
  private static final UUID ID = UUID.fromString("00112233-4455-4677-8899-aabbccddeeff");

  static Stream<ServerFrame> serverFrames() {
    return Stream.concat(
        FrameCodecTest.SERVER_FRAMES.stream().map(it -> (ServerFrame) it.get()[0]),
        Stream.of(new ServerFrame.Event(everything())));
  }

  static Stream<ClientFrame> clientFrames() {
    return FrameCodecTest.CLIENT_FRAMES.stream().map(it -> (ClientFrame) it.get()[0]);
  }

  /// An event in which no field is absent.
  private static ConversationEvent everything() {
    return new ConversationEvent(
        ID,
        7,
        "message",
        5,
        1_700_000_000_000L,
        ID,
        ID,
        "m-1",
        4L,
        "ä",
        2L,
        List.of(ID),
        List.of(
            new ConversationEvent.Attachment(ID, "image/webp", 9, 16, 12, 3L, "LEHV", "a.jpg"),
            new ConversationEvent.Attachment(ID, "a/b", 0, null, null, null, null, null)),
        "name",
        List.of(ID),
        new ConversationEvent.Change(2L, "👍", false, "owner", ID, true, false, true, 1L),
        new ConversationEvent.State(
            9L, true, List.of(new ConversationEvent.Reaction("👍", 2, true))));
  }

  @ParameterizedTest
  @MethodSource("clientFrames")
  void clientFramesAreTheSameInBoth(ClientFrame frame) {
    assertThat(SubProtocol.PROTO.decode(SubProtocol.PROTO.encode(frame)))
        .isEqualTo(SubProtocol.JSON.decode(SubProtocol.JSON.encode(frame)))
        .isEqualTo(new Decoded.Frame(frame));
  }

  @ParameterizedTest
  @MethodSource("serverFrames")
  void serverFramesAreTheSameInBoth(ServerFrame frame) {
    assertThat(SubProtocol.PROTO.decodeServer(SubProtocol.PROTO.encode(frame)))
        .isEqualTo(SubProtocol.JSON.decodeServer(SubProtocol.JSON.encode(frame)))
        .contains(frame);
  }

  @Test
  void everyFrameOfBothSidesIsAmongThese() {
    assertThat(clientFrames().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.of(ClientFrame.class.getPermittedSubclasses()));
    assertThat(serverFrames().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.of(ServerFrame.class.getPermittedSubclasses()));
    assertThat(ClientMessage.FrameCase.values())
        .hasSize(1 + ClientFrame.class.getPermittedSubclasses().length);
    assertThat(ServerMessage.FrameCase.values())
        .hasSize(1 + ServerFrame.class.getPermittedSubclasses().length);
  }

  /// Clients of other makes are built on the numbers of frame.proto.
  @Test
  void bytesAreThese() {
    assertThat(hex(SubProtocol.PROTO.encode(new ClientFrame.Ping()))).isEqualTo("4200");
    assertThat(hex(SubProtocol.PROTO.encode(ClientFrame.Send.of(ID, "m", 1, "a"))))
        .isEqualTo("1a1a0a1000112233445546778899aabbccddeeff12016d1801220161");
    assertThat(hex(SubProtocol.PROTO.encode(new ServerFrame.Ack(ID, "m", 1))))
        .isEqualTo("12170a1000112233445546778899aabbccddeeff12016d1801");
  }

  @Test
  void frameOfALaterVersionIsOfAnUnknownType() {
    var later =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addFixed32(1).build())
            .build();
    assertThat(SubProtocol.PROTO.decode(later.toByteArray()))
        .isEqualTo(new Decoded.UnknownType("99"));
    assertThat(SubProtocol.PROTO.decodeServer(later.toByteArray())).isEmpty();
  }

  @Test
  void fieldsThatNobodyKnowsAreIgnored() {
    var ping =
        ClientMessage.newBuilder()
            .setPing(
                ClientMessage.Ping.newBuilder()
                    .setUnknownFields(UnknownFieldSet.newBuilder().mergeVarintField(5, 1).build()));
    assertThat(SubProtocol.PROTO.decode(ping.build().toByteArray()))
        .isEqualTo(new Decoded.Frame(new ClientFrame.Ping()));
  }

  static final List<String> BAD =
      List.of(
          " | type is missing",
          "ff | not protobuf",
          "1a05 | not protobuf",
          // Not UTF-8.
          "12030a01ff | not protobuf",
          "1200 | token is missing",
          "0a030a0141 | connection must be at least 1: 0",
          "1a0412016122 | not protobuf",
          "1a0312016d | text is missing",
          "1a0522016112016d | not protobuf",
          "1a06220161" + "12016d | conversation is missing",
          "3a050a030102" + "03 | an id has 16 bytes, not 3",
          "22140a1000112233445546778899aabbccddeeff1000"
              + " | upTo must be at least 1 and below 2^53: 0");

  @ParameterizedTest
  @FieldSource("BAD")
  void whatIsNoFrameIsToldInWordsForAClient(String line) {
    String[] parts = line.split(" ?\\| ", 2);
    assertThat(SubProtocol.PROTO.decode(HexFormat.of().parseHex(parts[0])))
        .isEqualTo(new Decoded.Bad(parts[1]));
  }

  @Test
  void messageWithMediaNeedsNoText() {
    var send =
        ClientMessage.Send.newBuilder()
            .setConversation(ByteString.copyFrom(HexFormat.of().parseHex("00".repeat(16))))
            .setId("m")
            .addMedia("ticket");
    assertThat(
            SubProtocol.PROTO.decode(
                ClientMessage.newBuilder().setSend(send).build().toByteArray()))
        .isEqualTo(
            new Decoded.Frame(
                new ClientFrame.Send(new UUID(0, 0), "m", 0, "", 0, List.of(), List.of("ticket"))));
  }

  @Test
  void subProtocolsHaveTheirNames() {
    assertThat(Arrays.stream(SubProtocol.values()).map(SubProtocol::id))
        .containsExactly("rivulet.v1+json", "rivulet.v1+proto");
    assertThat(SubProtocol.of("rivulet.v1+proto")).contains(SubProtocol.PROTO);
    assertThat(SubProtocol.of("rivulet.v2+proto")).isEmpty();
    assertThat(SubProtocol.JSON.decodeServer("{".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
