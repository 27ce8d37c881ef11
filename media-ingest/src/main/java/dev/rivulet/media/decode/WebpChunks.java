package dev.rivulet.media.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Takes everything out of a WebP of our own making that is not the picture (RFC 9649 section 2.7):
/// libvips writes an EXIF block of its own even when told to strip.
final class WebpChunks {
  private static final Set<String> PICTURE = Set.of("VP8 ", "VP8L", "ALPH");
  private static final int ALPHA_FLAG = 0x10;
  private static final int HEADER_BYTES = 12;

  private WebpChunks() {}

  static void keepPicture(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    in.position(HEADER_BYTES);
    ByteArrayOutputStream picture = new ByteArrayOutputStream(in.remaining());
    byte[] extended = new byte[0];
    boolean alpha = false;
    while (in.remaining() >= 8) {
      int start = in.position();
      String name = StandardCharsets.ISO_8859_1.decode(in.slice(start, 4)).toString();
      int length = in.getInt(start + 4);
      int end = Math.min(start + 8 + length + (length & 1), in.limit());
      if (name.equals("VP8X")) {
        extended = bytes(in, start, end);
      } else if (PICTURE.contains(name)) {
        alpha |= name.equals("ALPH");
        picture.writeBytes(bytes(in, start, end));
      }
      in.position(end);
    }
    write(file, alpha ? extended : new byte[0], picture.toByteArray());
  }

  private static void write(Path file, byte[] extended, byte[] picture) throws IOException {
    if (extended.length > 8) {
      extended[8] &= ALPHA_FLAG;
    }
    ByteBuffer out =
        ByteBuffer.allocate(HEADER_BYTES + extended.length + picture.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.ISO_8859_1));
    out.putInt(4 + extended.length + picture.length);
    out.put("WEBP".getBytes(StandardCharsets.ISO_8859_1));
    out.put(extended).put(picture);
    Files.write(file, out.array());
  }

  private static byte[] bytes(ByteBuffer in, int from, int to) {
    byte[] bytes = new byte[to - from];
    in.get(from, bytes);
    return bytes;
  }
}
