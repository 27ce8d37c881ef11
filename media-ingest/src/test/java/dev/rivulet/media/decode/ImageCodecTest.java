package dev.rivulet.media.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.media.TestImages;
import dev.rivulet.media.file.FileType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
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

  @Test
  void codecsAgreeToTheEye() throws IOException {
    List<ImageCodec> codecs = codecs().toList();
    byte[] jpeg = TestImages.jpegHeld(TestImages.jpeg(2000, 1500, 7), 8);
    BufferedImage first = display(codecs.getFirst(), jpeg);
    BufferedImage last = display(codecs.getLast(), jpeg);

    assertThat(Ssim.of(first, last)).isGreaterThanOrEqualTo(0.95);
  }

  private BufferedImage display(ImageCodec codec, byte[] jpeg) throws IOException {
    return ImageIO.read(render(codec, jpeg, FileType.JPEG, 8).display().file().toFile());
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
