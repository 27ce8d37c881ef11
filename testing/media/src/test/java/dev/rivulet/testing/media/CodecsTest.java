package dev.rivulet.testing.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rivulet.media.decode.ImageCodec;
import dev.rivulet.media.decode.JavaCodec;
import dev.rivulet.media.decode.VipsCodec;
import dev.rivulet.media.file.FileType;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecsTest {
  @TempDir Path folder;

  @Test
  void bothDecodersAgreeToTheEye() throws IOException {
    Optional<ImageCodec> vips = VipsCodec.load();
    assumeTrue(vips.isPresent(), "libvips is not installed");

    BufferedImage first = display(vips.get());
    BufferedImage second = display(new JavaCodec());

    assertThat(Ssim.of(first, second)).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void likenessIsOneForTheSameAndLessForAnother() {
    BufferedImage scene = scene();
    BufferedImage other = scene();
    other.createGraphics().fillOval(500, 250, 1000, 1000);

    assertThat(Ssim.of(scene, scene())).isEqualTo(1.0);
    assertThat(Ssim.of(scene, other)).isLessThan(0.99);
  }

  private BufferedImage display(ImageCodec codec) throws IOException {
    Path source = folder.resolve("source.jpg");
    ImageIO.write(scene(), "jpeg", source.toFile());
    return ImageIO.read(codec.render(source, FileType.JPEG, 1, folder).display().file().toFile());
  }

  private static BufferedImage scene() {
    BufferedImage image = new BufferedImage(2000, 1500, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setPaint(new GradientPaint(0, 0, Color.CYAN, 0, 1500, Color.ORANGE));
    graphics.fillRect(0, 0, 2000, 1500);
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.drawOval(random.nextInt(1900), random.nextInt(1400), 20 + i, 30 + i / 2);
    }
    graphics.dispose();
    return image;
  }
}
