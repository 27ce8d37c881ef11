package dev.rivulet.media.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Reads a file forwards through a small buffer. Beyond its end there is an [EOFException]: a file
/// that was cut off shows itself.
final class FileBytes implements AutoCloseable {
  private static final int BUFFER_BYTES = 32 << 10;

  private final FileChannel channel;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private long bufferStart;

  FileBytes(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.size = channel.size();
  }

  long size() {
    return size;
  }

  long position() {
    return bufferStart + buffer.position();
  }

  long left() {
    return size - position();
  }

  int u8() throws IOException {
    if (!buffer.hasRemaining()) {
      fill();
    }
    return buffer.get() & 0xff;
  }

  int u16() throws IOException {
    return u8() << 8 | u8();
  }

  long u32() throws IOException {
    return (long) u16() << 16 | u16();
  }

  int u16Little() throws IOException {
    return u8() | u8() << 8;
  }

  int u24Little() throws IOException {
    return u16Little() | u8() << 16;
  }

  long u32Little() throws IOException {
    return u16Little() | (long) u16Little() << 16;
  }

  byte[] bytes(int count) throws IOException {
    if (count > left()) {
      throw new EOFException();
    }
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) u8();
    }
    return bytes;
  }

  String text(int count) throws IOException {
    return new String(bytes(count), StandardCharsets.ISO_8859_1);
  }

  void skip(long count) throws IOException {
    if (count < 0 || count > left()) {
      throw new EOFException();
    }
    seek(position() + count);
  }

  void seek(long position) throws IOException {
    if (position >= bufferStart && position <= bufferStart + buffer.limit()) {
      buffer.position((int) (position - bufferStart));
    } else {
      bufferStart = position;
      buffer.limit(0);
      channel.position(position);
    }
  }

  private void fill() throws IOException {
    bufferStart += buffer.limit();
    buffer.clear();
    channel.position(bufferStart);
    int read = channel.read(buffer);
    buffer.flip();
    if (read <= 0) {
      throw new EOFException();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
