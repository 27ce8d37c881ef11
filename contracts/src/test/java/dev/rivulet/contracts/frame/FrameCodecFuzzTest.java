package dev.rivulet.contracts.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.frame.FrameCodec.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Frames of clients that are almost right, from a seed: whatever comes is a frame, of an unknown
/// type or bad, never an exception, what is told of it names nothing of ours, and a frame that was
/// read is the same when it is written and read again.
///
/// `-Dtests.jvm=-Drivulet.fuzz.seed=N` repeats a run.
class FrameCodecFuzzTest {
  private static final List<String> SAMPLES =
      List.of(
          "{\"type\":\"attach\",\"token\":\"TOKEN\",\"connection\":1}",
          "{\"type\":\"send\",\"conversation\":\"e0a346cb-1628-8bdb-8d32-e2340450af02\","
              + "\"id\":\"m-2\",\"n\":2,\"text\":\"Did \\u00e9 \\ud852\\udf62?\",\"replyTo\":1,"
              + "\"mentions\":[\"c0ffee00-1234-4abc-8def-0123456789ab\"],\"media\":[]}",
          "{\"type\":\"token\",\"token\":\"TOKEN\"}",
          "{\"type\":\"ping\"}",
          "{\"unknown\":[{\"a\":[[[[null,true,1e9,-0.5]]]]}],\"type\":\"other\"}");
  private static final List<byte[]> PROTO_SAMPLES =
      Stream.concat(
              ProtoFramesTest.clientFrames().map(SubProtocol.PROTO::encode),
              ProtoFramesTest.serverFrames().map(SubProtocol.PROTO::encode))
          .toList();
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "null",
    "true",
    "1e400",
    "-",
    "9007199254740993",
    "\"type\":",
    "\"type\":\"send\",",
    "\"n\":1.5,",
    "\\ud800",
    "\u0000",
    "\ufeff",
    "[[[[[[[[["
  };

  private final long seed = Long.getLong("rivulet.fuzz.seed", System.nanoTime());

  @Test
  void thousandsOfFrames() {
    run(20_000);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void aMillionFrames() {
    run(1_000_000);
  }

  @Test
  void thousandsOfProtobufFrames() {
    runProto(20_000);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void aMillionProtobufFrames() {
    runProto(1_000_000);
  }

  /// What is read is the same when it is written and read again, in either form.
  private void runProto(int frames) {
    System.out.println("-Drivulet.fuzz.seed=" + seed);
    for (int number = 0; number < frames; number++) {
      byte[] bytes = protoFrame(new Random(seed + number));
      var decoded = SubProtocol.PROTO.decode(bytes);
      if (decoded instanceof Decoded.Frame(ClientFrame frame)) {
        assertThat(SubProtocol.PROTO.decode(SubProtocol.PROTO.encode(frame))).isEqualTo(decoded);
      }
      check(decoded);
      assertThat(SubProtocol.PROTO.decodeServer(bytes)).isNotNull();
    }
  }

  /// Bytes of frames of both sides, some of them changed, cut, doubled or put together.
  private static byte[] protoFrame(Random random) {
    var samples = PROTO_SAMPLES;
    byte[] bytes = samples.get(random.nextInt(samples.size())).clone();
    for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          byte[] more = samples.get(random.nextInt(samples.size()));
          int length = bytes.length;
          bytes = Arrays.copyOf(bytes, length + more.length);
          System.arraycopy(more, 0, bytes, length, more.length);
        }
      }
    }
    return bytes;
  }

  // Whatever is thrown is a finding, and told with its seed.
  @SuppressWarnings("checkstyle:IllegalCatch")
  private void run(int frames) {
    System.out.println("-Drivulet.fuzz.seed=" + seed);
    for (int number = 0; number < frames; number++) {
      check(FrameCodec.decode(frame(new Random(seed + number))));
    }
  }

  private static void check(Decoded decoded) {
    switch (decoded) {
      case Decoded.Frame(ClientFrame frame) -> {
        // An empty text is not written, so it may be missing then.
        if (FrameCodec.decode(FrameCodec.encode(frame)) instanceof Decoded.Frame again) {
          assertThat(again).isEqualTo(decoded);
        }
      }
      case Decoded.UnknownType(String type) -> assertThat(type).isNotNull();
      case Decoded.Bad(String detail) ->
          assertThat(detail).doesNotContain("dev.rivulet", "jackson", "java.", "Exception");
    }
  }

  private static byte[] frame(Random random) {
    var text = new StringBuilder(SAMPLES.get(random.nextInt(SAMPLES.size())));
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int flips = random.nextInt(3); flips > 0 && bytes.length > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(6) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }
}
