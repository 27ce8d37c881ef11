package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.client.media.UploadListener;
import dev.rivulet.client.media.Uploaded;
import dev.rivulet.contracts.frame.ConversationEvent;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A file goes from one person to another: uploaded, sent, shown, fetched.
@ExtendWith(StackExtension.class)
@Timeout(120)
@Order(3)
class MediaRoundTripIT {
  private static final int LARGE_BYTES = (2 << 20) + 17;

  private final TestStack stack;
  @TempDir Path directory;

  MediaRoundTripIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void otherSideFetchesTheBytesThatWereUploaded() throws Exception {
    List<Person> people = stack.people(2);
    Person ann = people.get(0);
    Person bob = people.get(1);
    UUID talk = Talk.newDirect(ann, bob);
    for (int size : new int[] {1_000, LARGE_BYTES}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      Path file = Files.write(directory.resolve("data-" + size), bytes);
      Uploaded uploaded = ann.device().client().media().upload(file, UploadListener.NONE);
      long seq = send(ann, talk, uploaded);

      bob.device().awaitSeq(talk, seq);
      ConversationEvent.Attachment shown = bob.device().view(talk).getLast().media().getFirst();
      assertThat(shown.id()).isEqualTo(uploaded.id());
      assertThat(shown.size()).isEqualTo(size);
      assertThat(shown.name()).isEqualTo("data-" + size);
      Path target = directory.resolve("saved-" + size);
      bob.device().client().media().download(talk, seq, shown.id(), "original", target);
      assertThat(target).hasBinaryContent(bytes);
    }
    Person.closeAll(people);
  }

  @Test
  void pictureIsShownSmallAndAnAddressIsGoodForItsVariantAlone() throws Exception {
    List<Person> people = stack.people(2);
    Person ann = people.get(0);
    Person bob = people.get(1);
    UUID talk = Talk.newDirect(ann, bob);
    Uploaded uploaded = ann.device().client().media().upload(picture(), UploadListener.NONE);
    long seq = send(ann, talk, uploaded);
    bob.device().awaitSeq(talk, seq);
    ConversationEvent.Attachment shown = bob.device().view(talk).getLast().media().getFirst();
    assertThat(shown.width()).isEqualTo(1600);
    assertThat(shown.height()).isEqualTo(800);
    assertThat(shown.placeholder()).isNotEmpty();

    Path target = directory.resolve("display");
    bob.device().client().media().download(talk, seq, shown.id(), "display", target);
    assertThat(Files.size(target)).isEqualTo(shown.size());

    var addresses = bob.device().client().media().addresses(talk, seq);
    String thumbnail = addresses.url(shown.id(), "thumbnail").orElseThrow();
    assertThat(status(thumbnail)).isEqualTo(200);
    assertThat(status(thumbnail.replace("/thumbnail", "/display"))).isEqualTo(403);
    assertThat(status(thumbnail.replace(shown.id().toString(), UUID.randomUUID().toString())))
        .isEqualTo(403);
    assertThat(status(thumbnail.replaceFirst("&signature=.*", ""))).isEqualTo(403);
    Person.closeAll(people);
  }

  private static long send(Person person, UUID conversation, Uploaded uploaded) {
    return Talk.awaitSent(
        person
            .device()
            .client()
            .sendMedia(conversation, TestStack.BODY_MARK, List.of(uploaded.ticket())));
  }

  private int status(String address) throws IOException, InterruptedException {
    URI uri = stack.media().resolve(address);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  /// 2000 x 1000 pixels.
  private Path picture() throws IOException {
    BufferedImage image = new BufferedImage(2000, 1000, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, 2000, 1000, Color.BLUE));
    graphics.fillRect(0, 0, 2000, 1000);
    graphics.dispose();
    Path file = directory.resolve("sunset.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
