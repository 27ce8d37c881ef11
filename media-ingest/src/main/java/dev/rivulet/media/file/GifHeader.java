package dev.rivulet.media.file;

import dev.rivulet.media.file.ImageHeader.Accepted;
import dev.rivulet.media.file.ImageHeader.RefusedImage;
import java.io.IOException;

/// Walks the blocks of a GIF (GIF89a specification) to its trailer.
final class GifHeader {
  private final FileBytes in;
  private int blocks;
  private int frames;

  private GifHeader(FileBytes in) {
    this.in = in;
  }

  static Accepted read(FileBytes in) throws IOException {
    return new GifHeader(in).read();
  }

  private Accepted read() throws IOException {
    in.skip(6);
    int width = in.u16Little();
    int height = in.u16Little();
    RefusedImage.size(width, height);
    colours(in.u8(), 2);
    for (int label = in.u8(); label != 0x3b; label = in.u8()) {
      switch (label) {
        case 0x21 -> in.skip(1);
        case 0x2c -> frame(width, height);
        default -> throw new RefusedImage("malformed");
      }
      dataBlocks();
    }
    RefusedImage.unless(frames > 0, "malformed");
    RefusedImage.unless(in.left() == 0, "trailing-data");
    return new Accepted(width, height, 1);
  }

  private void frame(int screenWidth, int screenHeight) throws IOException {
    RefusedImage.unless(++frames <= ImageHeader.FRAMES_MAX, "too-many-frames");
    int left = in.u16Little();
    int top = in.u16Little();
    int width = in.u16Little();
    int height = in.u16Little();
    RefusedImage.size(width, height);
    // Decoders disagree on what a frame beyond its screen is.
    RefusedImage.unless(left + width <= screenWidth && top + height <= screenHeight, "malformed");
    colours(in.u8(), 0);
    in.skip(1);
  }

  /// Passes the table of colours that the flags announce, and `more` bytes before it.
  private void colours(int flags, int more) throws IOException {
    in.skip(more + ((flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1)));
  }

  private void dataBlocks() throws IOException {
    for (int length = in.u8(); length > 0; length = in.u8()) {
      // A frame of 32 M pixels has some 100,000 of 255 bytes.
      RefusedImage.unless(++blocks <= 50 * ImageHeader.CHUNKS_MAX, "too-many-chunks");
      in.skip(length);
    }
  }
}
