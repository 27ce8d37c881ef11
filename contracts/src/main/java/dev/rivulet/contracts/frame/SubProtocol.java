package dev.rivulet.contracts.frame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// How frames are written on a connection: the same frames as JSON in text messages, or as protobuf
/// in binary ones.
public enum SubProtocol {
  JSON("rivulet.v1+json") {
    @Override
    public FrameCodec.Decoded decode(byte[] message) {
      return FrameCodec.decode(message);
    }

    @Override
    public byte[] encode(ServerFrame frame) {
      return FrameCodec.encode(frame);
    }

    @Override
    public byte[] encode(ClientFrame frame) {
      return FrameCodec.encode(frame);
    }

    @Override
    public Optional<ServerFrame> decodeServer(byte[] message) {
      try {
        var text = new String(message, StandardCharsets.UTF_8);
        return Optional.ofNullable(FrameCodec.decodeServer(text));
      } catch (JsonProcessingException ofLaterVersion) {
        return Optional.empty();
      }
    }
  },
  PROTO("rivulet.v1+proto") {
    @Override
    public FrameCodec.Decoded decode(byte[] message) {
      return ProtoClientFrames.decode(message);
    }

    @Override
    public byte[] encode(ServerFrame frame) {
      return ProtoServerFrames.encode(frame).toByteArray();
    }

    @Override
    public byte[] encode(ClientFrame frame) {
      return ProtoClientFrames.encode(frame).toByteArray();
    }

    @Override
    public Optional<ServerFrame> decodeServer(byte[] message) {
      try {
        return ProtoServerFrames.decode(message);
      } catch (InvalidProtocolBufferException | IllegalArgumentException ofLaterVersion) {
        return Optional.empty();
      }
    }
  };

  private final String id;

  SubProtocol(String id) {
    this.id = id;
  }

  /// The one that a handshake names so.
  public static Optional<SubProtocol> of(String id) {
    return Arrays.stream(values()).filter(it -> it.id.equals(id)).findFirst();
  }

  /// As handshakes name it.
  public String id() {
    return id;
  }

  /// Whether its messages are binary ones; text otherwise.
  public boolean binary() {
    return this != JSON;
  }

  /// What a client's message is, whatever its bytes.
  public abstract FrameCodec.Decoded decode(byte[] message);

  public abstract byte[] encode(ServerFrame frame);

  public abstract byte[] encode(ClientFrame frame);

  /// For clients; empty for what this version does not know.
  public abstract Optional<ServerFrame> decodeServer(byte[] message);
}
