package dev.rivulet.media.file;

import dev.rivulet.media.file.ImageHeader.Accepted;
import dev.rivulet.media.file.ImageHeader.RefusedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Walks the chunks of a PNG (W3C PNG, section 5) with their checksums.
final class PngHeader {
  /// Compressed texts and profiles: more is a bomb.
  private static final int EXTRA_BYTES_MAX = 4 << 20;

  private final FileBytes in;
  private int width;
  private int height;
  private int orientation = 1;
  private int frames;
  private boolean coded;

  private PngHeader(FileBytes in) {
    this.in = in;
  }

  static Accepted read(FileBytes in) throws IOException {
    return new PngHeader(in).read();
  }

  private Accepted read() throws IOException {
    in.skip(8);
    String name = "";
    for (int chunks = 0; !name.equals("IEND"); chunks++) {
      RefusedImage.unless(chunks < ImageHeader.CHUNKS_MAX, "too-many-chunks");
      name = chunk(chunks == 0);
    }
    RefusedImage.unless(coded, "malformed");
    RefusedImage.unless(in.left() == 0, "trailing-data");
    return new Accepted(width, height, orientation);
  }

  private String chunk(boolean first) throws IOException {
    long length = in.u32();
    String name = in.text(4);
    RefusedImage.unless(first == name.equals("IHDR"), "malformed");
    RefusedImage.unless(length <= Integer.MAX_VALUE, "malformed");
    RefusedImage.unless(name.chars().allMatch(PngHeader::isLetter), "malformed");
    boolean extra = !name.equals("IDAT") && !name.equals("fdAT");
    RefusedImage.unless(!extra || length <= EXTRA_BYTES_MAX, "too-many-chunks");
    CRC32 checksum = new CRC32();
    checksum.update(name.getBytes(StandardCharsets.ISO_8859_1));
    body(name, (int) length, checksum);
    RefusedImage.unless(in.u32() == checksum.getValue(), "malformed");
    return name;
  }

  private void body(String name, int length, CRC32 checksum) throws IOException {
    switch (name) {
      case "IHDR" -> size(summed(length, checksum));
      case "eXIf" -> orientation = Exif.orientation(summed(length, checksum), 0);
      default -> {
        coded |= name.equals("IDAT");
        frames += name.equals("fcTL") ? 1 : 0;
        RefusedImage.unless(frames <= ImageHeader.FRAMES_MAX, "too-many-frames");
        for (int left = length; left > 0; left -= 8192) {
          summed(Math.min(left, 8192), checksum);
        }
      }
    }
  }

  private byte[] summed(int length, CRC32 checksum) throws IOException {
    byte[] bytes = in.bytes(length);
    checksum.update(bytes);
    return bytes;
  }

  private void size(byte[] header) throws IOException {
    RefusedImage.unless(header.length == 13, "malformed");
    var fields = java.nio.ByteBuffer.wrap(header);
    width = fields.getInt();
    height = fields.getInt();
    RefusedImage.size(width, height);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
