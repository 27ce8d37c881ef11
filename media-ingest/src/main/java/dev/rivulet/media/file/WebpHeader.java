package dev.rivulet.media.file;

import dev.rivulet.media.file.ImageHeader.Accepted;
import dev.rivulet.media.file.ImageHeader.RefusedImage;
import java.io.IOException;

/// Walks the chunks of a WebP (RFC 9649 section 2).
final class WebpHeader {
  private final FileBytes in;
  private int width;
  private int height;
  private int canvasWidth;
  private int canvasHeight;
  private int orientation = 1;
  private int frames;
  private int chunks;

  private WebpHeader(FileBytes in) {
    this.in = in;
  }

  static Accepted read(FileBytes in) throws IOException {
    return new WebpHeader(in).read();
  }

  private Accepted read() throws IOException {
    in.skip(4);
    long end = in.u32Little() + 8;
    RefusedImage.unless(end <= in.size(), "truncated");
    RefusedImage.unless(end >= in.size() - 1, "trailing-data");
    in.skip(4);
    while (end - in.position() >= 8) {
      chunk(end);
    }
    boolean animated = frames > 0;
    RefusedImage.unless(width > 0 || animated, "malformed");
    RefusedImage.unless(
        canvasWidth == 0 || animated || (canvasWidth == width && canvasHeight == height),
        "malformed");
    return animated
        ? new Accepted(canvasWidth, canvasHeight, orientation)
        : new Accepted(width, height, orientation);
  }

  private void chunk(long end) throws IOException {
    RefusedImage.unless(++chunks <= ImageHeader.CHUNKS_MAX, "too-many-chunks");
    String name = in.text(4);
    long length = in.u32Little();
    long next = in.position() + length + (length & 1);
    RefusedImage.unless(next <= end + 1 && next - (length & 1) <= in.size(), "truncated");
    switch (name) {
      case "VP8 " -> lossy(length);
      case "VP8L" -> lossless(length);
      case "VP8X" -> canvas(length);
      case "ANMF" -> frame(length);
      case "EXIF" -> {
        RefusedImage.unless(length <= 1 << 20, "too-many-chunks");
        orientation = Exif.orientation(in.bytes((int) length), 0);
      }
      default -> {}
    }
    in.seek(Math.min(next, in.size()));
  }

  private void lossy(long length) throws IOException {
    RefusedImage.unless(length >= 10 && width == 0, "malformed");
    int tag = in.u24Little();
    RefusedImage.unless((tag & 1) == 0 && in.u24Little() == 0x2a019d, "malformed");
    width = in.u16Little() & 0x3fff;
    height = in.u16Little() & 0x3fff;
    RefusedImage.size(width, height);
  }

  private void lossless(long length) throws IOException {
    RefusedImage.unless(length >= 5 && width == 0 && in.u8() == 0x2f, "malformed");
    long bits = in.u32Little();
    width = (int) (bits & 0x3fff) + 1;
    height = (int) (bits >> 14 & 0x3fff) + 1;
    RefusedImage.size(width, height);
  }

  private void canvas(long length) throws IOException {
    RefusedImage.unless(length >= 10 && chunks == 1, "malformed");
    in.skip(4);
    canvasWidth = in.u24Little() + 1;
    canvasHeight = in.u24Little() + 1;
    RefusedImage.size(canvasWidth, canvasHeight);
  }

  private void frame(long length) throws IOException {
    RefusedImage.unless(length >= 16 && canvasWidth > 0, "malformed");
    RefusedImage.unless(++frames <= ImageHeader.FRAMES_MAX, "too-many-frames");
    int left = 2 * in.u24Little();
    int top = 2 * in.u24Little();
    int frameWidth = in.u24Little() + 1;
    int frameHeight = in.u24Little() + 1;
    RefusedImage.unless(
        left + frameWidth <= canvasWidth && top + frameHeight <= canvasHeight, "malformed");
  }
}
