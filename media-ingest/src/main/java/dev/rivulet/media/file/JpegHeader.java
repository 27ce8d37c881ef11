package dev.rivulet.media.file;

import dev.rivulet.media.file.ImageHeader.Accepted;
import dev.rivulet.media.file.ImageHeader.RefusedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Walks the segments of a JPEG (ITU T.81 annex B) from its first marker to its last, through the
/// entropy-coded data too: only that shows whether the file is whole.
final class JpegHeader {
  /// A progressive JPEG of a camera has ten; thousands make a small file hours of work.
  private static final int SCANS_MAX = 100;

  private static final int SEGMENTS_MAX = 2_000;

  /// What a browser, a shell or an archive program would take the rest of the file for. Cameras
  /// append pictures and films of their own, which are dropped.
  private static final List<String> ACTIVE =
      List.of(
          "PK\3\4", "PK\5\6", "%PDF-", "<script", "<html", "<svg", "<?php", "<!DOCTYPE", "Rar!");

  private static final int TAIL_BYTES_MAX = 64 << 20;

  private final FileBytes in;
  private int width;
  private int height;
  private int orientation = 1;
  private int segments;
  private int scans;

  private JpegHeader(FileBytes in) {
    this.in = in;
  }

  static Accepted read(FileBytes in) throws IOException {
    return new JpegHeader(in).read();
  }

  private Accepted read() throws IOException {
    RefusedImage.unless(in.u16() == 0xffd8, "malformed");
    int marker = marker();
    while (marker != 0xd9) {
      RefusedImage.unless(++segments <= SEGMENTS_MAX, "too-many-chunks");
      marker = segment(marker);
    }
    RefusedImage.unless(width > 0 && scans > 0, "malformed");
    tail();
    return new Accepted(width, height, orientation);
  }

  private int marker() throws IOException {
    RefusedImage.unless(in.u8() == 0xff, "malformed");
    int marker = in.u8();
    while (marker == 0xff) {
      marker = in.u8();
    }
    return marker;
  }

  /// Reads one segment and returns the marker behind it.
  private int segment(int marker) throws IOException {
    boolean alone = marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8) || marker == 0;
    RefusedImage.unless(!alone, "malformed");
    int length = in.u16() - 2;
    RefusedImage.unless(length >= 0, "malformed");
    long end = in.position() + length;
    switch (marker) {
      case 0xc0, 0xc1, 0xc2 -> frame(length);
      case 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf ->
          throw new RefusedImage("malformed");
      case 0xe1 -> exif(length);
      default -> in.skip(length);
    }
    in.seek(end);
    return marker == 0xda ? scan() : marker();
  }

  private void frame(int length) throws IOException {
    RefusedImage.unless(width == 0 && length >= 6, "malformed");
    int bits = in.u8();
    height = in.u16();
    width = in.u16();
    int components = in.u8();
    RefusedImage.unless(
        bits == 8 && (components == 1 || components == 3 || components == 4), "malformed");
    RefusedImage.size(width, height);
    in.skip(length - 6);
  }

  private void exif(int length) throws IOException {
    byte[] segment = in.bytes(length);
    byte[] name = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    if (length > name.length
        && new String(segment, 0, 4, StandardCharsets.ISO_8859_1).equals("Exif")) {
      orientation = Exif.orientation(segment, name.length);
    }
  }

  /// Passes the coded data; a marker ends it that is neither a stuffed zero nor a restart.
  private int scan() throws IOException {
    RefusedImage.unless(
        width > 0 && ++scans <= SCANS_MAX, scans > 0 ? "too-many-chunks" : "malformed");
    while (true) {
      int value = in.u8();
      while (value == 0xff) {
        value = in.u8();
        boolean data = value == 0 || (value >= 0xd0 && value <= 0xd7);
        if (!data && value != 0xff) {
          return value;
        }
      }
    }
  }

  private void tail() throws IOException {
    if (in.left() == 0) {
      return;
    }
    RefusedImage.unless(in.left() <= TAIL_BYTES_MAX, "trailing-data");
    String carried = "";
    while (in.left() > 0) {
      String text = carried + in.text((int) Math.min(in.left(), 16 << 10));
      RefusedImage.unless(ACTIVE.stream().noneMatch(text::contains), "trailing-data");
      carried = text.substring(Math.max(0, text.length() - 16));
    }
  }
}
