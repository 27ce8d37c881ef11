package dev.rivulet.media.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rivulet.media.TestImages;
import dev.rivulet.media.file.FileType;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every codec makes of images; libvips only where it is installed.
class ImageCodecTest {
  @TempDir Path folder;

  static Stream<ImageCodec> codecs() {
    return Stream.concat(VipsCodec.load().stream(), Stream.of(new JavaCodec()));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void bothVersionsFitTheirSquares(ImageCodec codec) throws IOException {
    Pictures pictures = render(codec, TestImages.jpeg(2400, 1200, 1), FileType.JPEG, 1);

    assertThat(size(pictures.display())).isEqualTo(List.of(1600, 800));
    assertThat(size(pictures.thumbnail())).isEqualTo(List.of(320, 160));
    assertThat(pictures.placeholder()).hasSize(28);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void smallImagesKeepTheirSize(ImageCodec codec) throws IOException {
    byte[] png = TestImages.encoded(TestImages.scene(200, 100, 2), "png");

    Pictures pictures = render(codec, png, FileType.PNG, 1);

    assertThat(size(pictures.display())).isEqualTo(List.of(200, 100));
    assertThat(size(pictures.thumbnail())).isEqualTo(List.of(200, 100));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatACameraWroteIsAppliedAndGone(ImageCodec codec) throws IOException {
    byte[] held = TestImages.jpegHeld(TestImages.jpeg(800, 400, 3), 6);

    Pictures pictures = render(codec, held, FileType.JPEG, 6);

    assertThat(size(pictures.display())).isEqualTo(List.of(400, 800));
    assertThat(text(pictures.display().file())).doesNotContain("GPS-HOME", "EXIF", "Exif");
    assertThat(text(pictures.thumbnail().file())).doesNotContain("GPS-HOME", "EXIF", "Exif");
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void firstFrameOfGifIsTaken(ImageCodec codec) throws IOException {
    byte[] gif = TestImages.encoded(TestImages.scene(120, 90, 4), "gif");

    Pictures pictures = render(codec, gif, FileType.GIF, 1);

    assertThat(size(pictures.display())).isEqualTo(List.of(120, 90));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void cutOffImageIsRefused(ImageCodec codec) {
    byte[] jpeg = TestImages.jpeg(1000, 800, 5);
    byte[] half = java.util.Arrays.copyOf(jpeg, jpeg.length / 2);

    assertThatThrownBy(() -> render(codec, half, FileType.JPEG, 1)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void anotherTypeThanItsNameIsRefused(ImageCodec codec) {
    byte[] png = TestImages.encoded(TestImages.scene(50, 50, 6), "png");

    assertThatThrownBy(() -> render(codec, png, FileType.JPEG, 1)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void coloursWithoutAProfileStay(ImageCodec codec) throws IOException {
    BufferedImage scene = TestImages.scene(400, 300, 8);
    byte[] jpeg = TestImages.encoded(scene, "jpeg");

    Pictures pictures = render(codec, jpeg, FileType.JPEG, 1);

    BufferedImage shown = ImageIO.read(pictures.display().file().toFile());
    assertThat(means(shown)).satisfies(those -> near(those, means(scene)));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void profileIsAppliedAndGone(ImageCodec codec) throws IOException {
    var linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB);
    var grey = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 400; x++) {
        grey.setRGB(x, y, 0x404040);
      }
    }
    byte[] jpeg = withProfile(TestImages.encoded(grey, "jpeg"), linear.getData());

    Pictures pictures = render(codec, jpeg, FileType.JPEG, 1);

    // A quarter of the light is more than half of the way in sRGB.
    BufferedImage shown = ImageIO.read(pictures.display().file().toFile());
    assertThat(means(shown)).satisfies(those -> near(those, new double[] {137, 137, 137}));
    assertThat(text(pictures.display().file())).doesNotContain("ICCP", "acsp");
  }

  private static byte[] withProfile(byte[] jpeg, byte[] profile) {
    byte[] name = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1);
    int length = 2 + name.length + profile.length;
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 2 + length);
    out.put(jpeg, 0, 2).putShort((short) 0xffe2).putShort((short) length).put(name).put(profile);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  private static void near(double[] those, double[] wanted) {
    for (int channel = 0; channel < 3; channel++) {
      assertThat(those[channel]).isCloseTo(wanted[channel], within(2.0));
    }
  }

  /// Of each channel.
  private static double[] means(BufferedImage image) {
    double[] sums = new double[3];
    int count = image.getWidth() * image.getHeight();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          sums[channel] += ((image.getRGB(x, y) >> (8 * channel)) & 0xff) / (double) count;
        }
      }
    }
    return sums;
  }

  private Pictures render(ImageCodec codec, byte[] bytes, FileType type, int orientation)
      throws IOException {
    Path source = Files.write(folder.resolve("source"), bytes);
    return codec.render(source, type, orientation, folder);
  }

  private static List<Integer> size(Picture picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.file().toFile());
    assertThat(List.of(image.getWidth(), image.getHeight()))
        .isEqualTo(List.of(picture.width(), picture.height()));
    return List.of(image.getWidth(), image.getHeight());
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
