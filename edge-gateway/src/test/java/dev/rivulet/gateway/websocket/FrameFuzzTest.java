package dev.rivulet.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.contracts.frame.SubProtocol;
import dev.rivulet.gateway.RawClient;
import dev.rivulet.gateway.TestEdge;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Streams that are almost right, from a seed: whatever comes, the parser ends with a message, with
/// a failure that has a close code or with the end of the stream, and the same however the network
/// cuts the bytes.
///
/// `-Dtests.jvm=-Drivulet.fuzz.seed=N` repeats a run.
class FrameFuzzTest {
  private static final int[] OPCODES = {0, 1, 1, 1, 2, 3, 8, 9, 10, 11};
  private static final int FRAMES_MAX = 6;
  private static final int BYTES_MAX = 300;
  private static final Limits LIMITS =
      TestEdge.limits("message-bytes-max", "600", "fragments-max", "4");

  private final long seed = Long.getLong("rivulet.fuzz.seed", System.nanoTime());

  @Test
  void thousandsOfStreams() {
    run(30_000);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void aMillionStreams() {
    run(1_000_000);
  }

  private void run(int streams) {
    System.out.println("-Drivulet.fuzz.seed=" + seed);
    for (int number = 0; number < streams; number++) {
      var random = new Random(seed + number);
      byte[] stream = stream(random);
      List<String> whole = read(stream, Integer.MAX_VALUE, number);
      List<String> cut = read(stream, 1 + random.nextInt(7), number);
      assertThat(cut).as("-Drivulet.fuzz.seed=%d, first stream", seed + number).isEqualTo(whole);
    }
  }

  private static byte[] stream(Random random) {
    var out = ByteBuffer.allocate(FRAMES_MAX * (BYTES_MAX + 14));
    for (int count = 1 + random.nextInt(FRAMES_MAX); count > 0; count--) {
      out.put(frame(random));
    }
    byte[] stream = Arrays.copyOf(out.array(), out.position());
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      stream[random.nextInt(stream.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(stream, random.nextInt(stream.length + 1))
        : stream;
  }

  private static byte[] frame(Random random) {
    int opcode = OPCODES[random.nextInt(OPCODES.length)];
    int size = random.nextInt(3) == 0 ? random.nextInt(BYTES_MAX) : random.nextInt(20);
    byte[] payload = new byte[size];
    if (random.nextInt(4) == 0) {
      random.nextBytes(payload);
    } else {
      byte[] text = "κόσμε € 𝄞 plain ".repeat(20).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, random.nextInt(8), payload, 0, size);
    }
    if (opcode == Frames.CLOSE && size > 1) {
      payload[0] = 3;
    }
    return RawClient.frame((random.nextInt(3) == 0 ? 0 : 0x80) | opcode, payload);
  }

  private static List<String> read(byte[] stream, int piece, int number) {
    var seen = new ArrayList<String>();
    var reader =
        new FrameReader(
            new Pieces(stream, piece)::read, null, LIMITS, SubProtocol.JSON, new Seen(seen));
    try {
      while (true) {
        reader.readFrame();
      }
    } catch (WebSocketFailure failure) {
      seen.add("failed " + failure.code() + " " + failure.reason());
    } catch (EOFException end) {
      seen.add("end");
    } catch (IOException unexpected) {
      throw new UncheckedIOException("stream " + number, unexpected);
    }
    return seen;
  }

  private static final class Pieces {
    private final byte[] stream;
    private final int most;
    private int position;

    Pieces(byte[] stream, int most) {
      this.stream = stream;
      this.most = most;
    }

    int read(byte[] into, int offset, int length) {
      int count = Math.min(Math.min(length, most), stream.length - position);
      System.arraycopy(stream, position, into, offset, count);
      position += count;
      return count == 0 ? -1 : count;
    }
  }

  private record Seen(List<String> seen) implements FrameReader.Listener {
    @Override
    public void message(byte[] message) {
      assertThat(message.length).isLessThanOrEqualTo(LIMITS.messageBytesMax());
      try {
        var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
        seen.add("text " + text);
      } catch (CharacterCodingException e) {
        throw new IllegalStateException("a text that is none", e);
      }
    }

    @Override
    public void ping(byte[] payload) {
      assertThat(payload.length).isLessThanOrEqualTo(125);
      seen.add("ping " + Arrays.toString(payload));
    }

    @Override
    public void close(int code) {
      seen.add("close " + code);
    }
  }
}
