package dev.rivulet.media.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The one thing that is read from EXIF: which way up a picture is (tag 0x0112 of the first
/// directory). Whatever is not well-formed stands upright.
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int ENTRIES_MAX = 500;

  private Exif() {}

  /// @param from where the TIFF header begins
  static int orientation(byte[] block, int from) {
    try {
      ByteBuffer tiff = ByteBuffer.wrap(block, from, block.length - from).slice();
      short order = tiff.getShort();
      if (order != 0x4949 && order != 0x4d4d) {
        return 1;
      }
      tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      tiff.getShort();
      tiff.position(Math.toIntExact(Integer.toUnsignedLong(tiff.getInt())));
      int entries = Math.min(Short.toUnsignedInt(tiff.getShort()), ENTRIES_MAX);
      for (int i = 0; i < entries; i++) {
        int tag = Short.toUnsignedInt(tiff.getShort());
        tiff.position(tiff.position() + 6);
        int value = Short.toUnsignedInt(tiff.getShort());
        tiff.getShort();
        if (tag == ORIENTATION) {
          return value >= 1 && value <= 8 ? value : 1;
        }
      }
      return 1;
    } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException unreadable) {
      return 1;
    }
  }
}
