package dev.rivulet.client.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.client.api.AccessTokens;
import dev.rivulet.client.api.ApiFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MediaApiTest {
  private static final UUID CONVERSATION = new UUID(1, 1);
  private static final UUID MEDIUM = UUID.fromString(BreakingServer.MEDIUM);

  @TempDir Path directory;
  private BreakingServer server;
  private MediaApi media;

  @BeforeEach
  void start() throws IOException {
    server = new BreakingServer();
    media = MediaApi.create(server.address(), server.address(), new Tokens());
  }

  @AfterEach
  void stop() {
    media.close();
    server.close();
  }

  @Test
  void fileGoesInPiecesAndTheResultHasItsTicket() throws Exception {
    var bytes = bytes(2 * Upload.PIECE_BYTES + 17);
    var heard = new ArrayList<Long>();
    var uploaded = media.upload(file(bytes), (_, sent, size) -> heard.add(sent));

    assertThat(server.received.toByteArray()).isEqualTo(bytes);
    assertThat(uploaded.ticket()).isEqualTo("v1.k.AA.BB");
    assertThat(uploaded.width()).isEqualTo(4);
    assertThat(heard)
        .containsExactly(
            0L, (long) Upload.PIECE_BYTES, 2L * Upload.PIECE_BYTES, (long) bytes.length);
    assertThat(uploaded.toString()).doesNotContain("v1.k");
  }

  @Test
  void uploadGoesOnWhereItBrokeOff() throws Exception {
    var bytes = bytes(Upload.PIECE_BYTES + 17);
    server.breaks.set(3);
    server.busy.set(2);
    media.upload(file(bytes), UploadListener.NONE);

    assertThat(server.received.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void anotherProcessGoesOnWithAnUpload() throws Exception {
    var bytes = bytes(Upload.PIECE_BYTES + 17);
    var file = file(bytes);
    var upload = new URI[1];
    assertThatThrownBy(
            () ->
                media.upload(
                    file,
                    (at, sent, _) -> {
                      upload[0] = at;
                      if (sent > 0) {
                        throw new IllegalStateException("killed");
                      }
                    }))
        .hasMessage("killed");

    media.resume(upload[0], file, UploadListener.NONE);
    assertThat(server.received.toByteArray()).isEqualTo(bytes);
    assertThat(server.seen).filteredOn(it -> it.startsWith("POST")).hasSize(1);
  }

  @Test
  void whatIsRefusedForGoodEndsTheUploadWithItsReason() throws IOException {
    server.refusal = 415;
    var file = file(bytes(10));
    assertThatThrownBy(() -> media.upload(file, UploadListener.NONE))
        .isInstanceOf(ApiFailure.class)
        .hasMessage("unsupported-media: no picture");
  }

  @Test
  void whatStaysAwayIsGivenUpAfterTheLimit() throws IOException {
    server.busy.set(Integer.MAX_VALUE);
    var file = file(bytes(10));
    var impatient = media.withLimit(Duration.ofMillis(300));
    assertThatThrownBy(() -> impatient.upload(file, UploadListener.NONE))
        .isInstanceOf(ApiFailure.class)
        .hasMessage("unavailable");
  }

  @Test
  void downloadGoesOnWhereItBrokeOffAndLeavesNothingElse() throws Exception {
    server.content = bytes(300_000);
    server.breaks.set(3);
    var target = directory.resolve("saved");
    media.download(CONVERSATION, 2, MEDIUM, "display", target);

    assertThat(target).hasBinaryContent(server.content);
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
    assertThatThrownBy(() -> media.download(CONVERSATION, 2, new UUID(9, 9), "display", target))
        .isInstanceOf(ApiFailure.class);
  }

  @Test
  void newTicketIsAskedForByTheId() throws Exception {
    assertThat(media.ticket(MEDIUM).id()).isEqualTo(MEDIUM);
    assertThat(server.seen).containsExactly("POST /v1/media/" + MEDIUM + "/ticket");
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("photo.png"), bytes);
  }

  private static byte[] bytes(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static final class Tokens implements AccessTokens {
    @Override
    public CompletableFuture<String> current() {
      return CompletableFuture.completedFuture("token");
    }

    @Override
    public CompletableFuture<String> insteadOf(String refused) {
      return CompletableFuture.completedFuture("token");
    }
  }
}
