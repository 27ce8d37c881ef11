package dev.rivulet.media.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rivulet.media.TestImages;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Files made to hurt who opens them, each with the refusal it must get.
final class HostileFiles {
  /// One file, what its sender calls it, and the status and reason of its refusal.
  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Sample(String name, byte[] bytes, String mediaType, int status, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String PNG_BEGIN = "\u0089PNG\r\n\u001a\n";
  private final List<Sample> samples = new ArrayList<>();
  private final byte[] jpeg = TestImages.jpeg(160, 120, 51);
  private final byte[] png = TestImages.encoded(TestImages.scene(160, 120, 52), "png");
  private final byte[] gif = TestImages.encoded(TestImages.scene(160, 120, 53), "gif");
  private final byte[] webp = TestImages.encoded(TestImages.scene(160, 120, 54), "webp");

  static List<Sample> all() {
    HostileFiles files = new HostileFiles();
    files.bombs();
    files.cutOff();
    files.mislabelled();
    files.polyglots();
    files.malformed();
    return files.samples;
  }

  private void bad(String name, byte[] bytes, String mediaType, String reason) {
    samples.add(new Sample(name, bytes, mediaType, 422, reason));
  }

  private void bombs() {
    bad(
        "png of 30000 x 30000",
        bytes(png(30_000, 30_000, new byte[100])),
        "image/png",
        "too-many-pixels");
    bad(
        "png of 2^31 - 1 a side",
        bytes(png(Integer.MAX_VALUE, Integer.MAX_VALUE, new byte[9])),
        "image/png",
        "too-many-pixels");
    bad(
        "png of 33 million pixels",
        bytes(png(8_000, 4_200, new byte[9])),
        "image/png",
        "too-many-pixels");
    bad("gif of 65535 x 65535", size(gif, 6, 65_535, 65_535), "image/gif", "too-many-pixels");
    bad("gif with a frame beyond its screen", size(gif, 6, 10, 10), "image/gif", "malformed");
    bad("jpeg of 65535 x 65535", jpegSize(65_535, 65_535), "image/jpeg", "too-many-pixels");
    bad(
        "webp canvas of 16 million a side",
        bytes(webpExtended(1 << 24, 1 << 24)),
        "image/webp",
        "too-many-pixels");
    bad("gif of 5000 frames", manyFrames(5_000), "image/gif", "too-many-frames");
    bad("webp of 2000 frames", bytes(webpFrames(2_000)), "image/webp", "too-many-frames");
    bad("png of 30000 chunks", bytes(manyChunks(30_000)), "image/png", "too-many-chunks");
    bad("png with a text of 5 MB", bytes(longText()), "image/png", "too-many-chunks");
    bad("jpeg of 500 scans", manyScans(500), "image/jpeg", "too-many-chunks");
    bad("jpeg of 3000 comments", manyComments(3_000), "image/jpeg", "too-many-chunks");
    bad(
        "png of fewer rows than it says",
        bytes(png(4_000, 4_000, deflated(new byte[4_001 * 3]))),
        "image/png",
        "undecodable");
  }

  private void cutOff() {
    bad("half a jpeg", Arrays.copyOf(jpeg, jpeg.length / 2), "image/jpeg", "truncated");
    bad("jpeg without its end", Arrays.copyOf(jpeg, jpeg.length - 2), "image/jpeg", "truncated");
    bad("jpeg of its head", Arrays.copyOf(jpeg, 40), "image/jpeg", "truncated");
    bad("half a png", Arrays.copyOf(png, png.length / 2), "image/png", "truncated");
    bad("png without its end", Arrays.copyOf(png, png.length - 12), "image/png", "truncated");
    bad("half a gif", Arrays.copyOf(gif, gif.length / 2), "image/gif", "truncated");
    bad("gif without its end", Arrays.copyOf(gif, gif.length - 1), "image/gif", "truncated");
    bad("half a webp", Arrays.copyOf(webp, webp.length / 2), "image/webp", "truncated");
    bad("webp of its head", Arrays.copyOf(webp, 20), "image/webp", "truncated");
    bad("nothing", new byte[0], "image/png", "empty");
  }

  private void mislabelled() {
    other("png called jpeg", png, "image/jpeg");
    other("jpeg called png", jpeg, "image/png");
    other("gif called webp", gif, "image/webp");
    other("jpeg called video", jpeg, "video/mp4");
    other("text called jpeg", "not a picture".getBytes(ISO_8859_1), "image/jpeg");
    other("html called png", "<html><script>alert(1)</script>".getBytes(ISO_8859_1), "image/png");
    other("svg called webp", "<svg onload='x()'/>".getBytes(ISO_8859_1), "image/webp");
    other("program called gif", "\u007fELF\2\1\1".getBytes(ISO_8859_1), "image/gif");
    other("tiff", "II*\0\10\0\0\0".getBytes(ISO_8859_1), "image/tiff");
    other("heic", "\0\0\0\30ftypheic\0\0\0\0heicmif1".getBytes(ISO_8859_1), "image/heic");
    other(
        "playlist called video", "#EXTM3U\nfile:///etc/passwd\n".getBytes(ISO_8859_1), "video/mp4");
    other("postscript called jpeg", "%!PS-Adobe-3.0 (%pipe%id)".getBytes(ISO_8859_1), "image/jpeg");
    other("mvg called png", "push graphic-context".getBytes(ISO_8859_1), "image/png");
  }

  private void other(String name, byte[] bytes, String mediaType) {
    samples.add(new Sample(name, bytes, mediaType, 415, ""));
  }

  private void polyglots() {
    bad("jpeg and zip", joined(jpeg, "PK\3\4 an archive PK\5\6"), "image/jpeg", "trailing-data");
    bad(
        "jpeg and html",
        joined(jpeg, "<html><script>alert(1)</script>"),
        "image/jpeg",
        "trailing-data");
    bad("jpeg and php", joined(jpeg, "<?php system($_GET['c']);"), "image/jpeg", "trailing-data");
    bad("jpeg and pdf", joined(jpeg, "\n%PDF-1.7\n"), "image/jpeg", "trailing-data");
    bad("png and zip", joined(png, "PK\3\4 an archive"), "image/png", "trailing-data");
    bad("png and html", joined(png, "<script>alert(1)</script>"), "image/png", "trailing-data");
    bad("gif and script", joined(gif, "*/=1;alert(1)//"), "image/gif", "trailing-data");
    bad("webp and zip", joined(webp, "PK\3\4 an archive"), "image/webp", "trailing-data");
  }

  private void malformed() {
    bad("png of no size", bytes(png(0, 10, new byte[9])), "image/png", "malformed");
    bad("png with a wrong checksum", changed(png, png.length - 20), "image/png", "malformed");
    bad(
        "png without a header",
        joined(PNG_BEGIN.getBytes(ISO_8859_1), chunkText("IEND")),
        "image/png",
        "malformed");
    bad("jpeg of no size", jpegSize(0, 0), "image/jpeg", "malformed");
    bad("jpeg with two frames", twoFrames(), "image/jpeg", "malformed");
    bad(
        "jpeg of markers alone",
        "\u00ff\u00d8\u00ff\u00d9".getBytes(ISO_8859_1),
        "image/jpeg",
        "malformed");
    bad(
        "gif without a frame",
        "GIF89a\1\0\1\0\0\0\0;".getBytes(ISO_8859_1),
        "image/gif",
        "malformed");
    bad(
        "gif of noise",
        joined("GIF89a\1\0\1\0\0\0\0".getBytes(ISO_8859_1), noise()),
        "image/gif",
        "malformed");
    bad("webp whose canvas is another", bytes(webpOfTwoSizes()), "image/webp", "malformed");
    bad(
        "mp4 of noise",
        joined("\0\0\0\30ftypisom".getBytes(ISO_8859_1), noise()),
        "video/mp4",
        "malformed");
  }

  private static byte[] bytes(ByteArrayOutputStream out) {
    return out.toByteArray();
  }

  private static ByteArrayOutputStream png(int width, int height, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PNG_BEGIN.getBytes(ISO_8859_1));
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) 8).put((byte) 2);
    chunk(out, "IHDR", header.array());
    chunk(out, "IDAT", data);
    chunk(out, "IEND", new byte[0]);
    return out;
  }

  private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
    byte[] type = name.getBytes(ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(type);
    checksum.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(type);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }

  private static String chunkText(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    chunk(out, name, new byte[0]);
    return out.toString(ISO_8859_1);
  }

  private static ByteArrayOutputStream manyChunks(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] whole = bytes(png(1, 1, deflated(new byte[4])));
    out.write(whole, 0, 8 + 25);
    for (int i = 0; i < count; i++) {
      chunk(out, "tEXt", new byte[] {'a', 0});
    }
    out.write(whole, 33, whole.length - 33);
    return out;
  }

  private static ByteArrayOutputStream longText() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] whole = bytes(png(1, 1, deflated(new byte[4])));
    out.write(whole, 0, 33);
    chunk(out, "zTXt", new byte[5 << 20]);
    out.write(whole, 33, whole.length - 33);
    return out;
  }

  private static byte[] deflated(byte[] data) {
    Deflater deflater = new Deflater();
    deflater.setInput(data);
    deflater.finish();
    byte[] out = new byte[data.length + 100];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  private static byte[] size(byte[] gif, int at, int width, int height) {
    byte[] copy = gif.clone();
    ByteBuffer.wrap(copy)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(at, (short) width)
        .putShort(at + 2, (short) height);
    return copy;
  }

  private byte[] jpegSize(int width, int height) {
    byte[] copy = jpeg.clone();
    int frame = marker(0xc0);
    ByteBuffer.wrap(copy).putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
    return copy;
  }

  private int marker(int code) {
    for (int i = 2; i < jpeg.length; i++) {
      if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == code) {
        return i;
      }
    }
    throw new IllegalStateException("no marker " + code);
  }

  private byte[] twoFrames() {
    int frame = marker(0xc0);
    int end = frame + 2 + ByteBuffer.wrap(jpeg).getShort(frame + 2);
    return repeated(frame, end, 2);
  }

  private byte[] manyScans(int count) {
    return repeated(marker(0xda), jpeg.length - 2, count);
  }

  private byte[] repeated(int from, int to, int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, from);
    for (int i = 0; i < count; i++) {
      out.write(jpeg, from, to - from);
    }
    out.write(jpeg, to, jpeg.length - to);
    return bytes(out);
  }

  private byte[] manyComments(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    for (int i = 0; i < count; i++) {
      out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 4, 'h', 'i'});
    }
    out.write(jpeg, 2, jpeg.length - 2);
    return bytes(out);
  }

  private static byte[] manyFrames(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("GIF89a\1\0\1\0\0\0\0".getBytes(ISO_8859_1));
    for (int i = 0; i < count; i++) {
      out.writeBytes(",\0\0\0\0\1\0\1\0\0\2\2D\1\0".getBytes(ISO_8859_1));
    }
    out.write(';');
    return bytes(out);
  }

  private static ByteArrayOutputStream webpExtended(int width, int height) {
    ByteBuffer canvas = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    canvas.put(0, (byte) 2);
    three(canvas, 4, width - 1);
    three(canvas, 7, height - 1);
    return riff("VP8X", canvas.array(), new byte[0]);
  }

  private static ByteArrayOutputStream webpFrames(int count) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      frames.writeBytes("ANMF".getBytes(ISO_8859_1));
      frames.writeBytes(new byte[] {16, 0, 0, 0});
      frames.writeBytes(new byte[16]);
    }
    ByteBuffer canvas = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    canvas.put(0, (byte) 2);
    return riff("VP8X", canvas.array(), frames.toByteArray());
  }

  private ByteArrayOutputStream webpOfTwoSizes() {
    ByteBuffer canvas = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    three(canvas, 4, 4_000);
    three(canvas, 7, 4_000);
    return riff("VP8X", canvas.array(), Arrays.copyOfRange(webp, 12, webp.length));
  }

  private static void three(ByteBuffer buffer, int at, int value) {
    buffer.put(at, (byte) value);
    buffer.put(at + 1, (byte) (value >> 8));
    buffer.put(at + 2, (byte) (value >> 16));
  }

  private static ByteArrayOutputStream riff(String name, byte[] first, byte[] rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    head.put("RIFF".getBytes(ISO_8859_1)).putInt(12 + first.length + rest.length);
    head.put("WEBP".getBytes(ISO_8859_1)).put(name.getBytes(ISO_8859_1)).putInt(first.length);
    out.writeBytes(head.array());
    out.writeBytes(first);
    out.writeBytes(rest);
    return out;
  }

  private static byte[] joined(byte[] first, String second) {
    byte[] more = second.getBytes(ISO_8859_1);
    byte[] both = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, both, first.length, more.length);
    return both;
  }

  private static byte[] changed(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    copy[at] ^= 0x55;
    return copy;
  }

  private static String noise() {
    byte[] noise = new byte[2_000];
    new Random(55).nextBytes(noise);
    noise[0] = 1;
    return new String(noise, ISO_8859_1);
  }
}
