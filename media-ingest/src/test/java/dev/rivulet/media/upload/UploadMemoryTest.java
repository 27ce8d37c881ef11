package dev.rivulet.media.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.media.MediaScene;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an upload costs in memory while its bytes come: they go to a file.
class UploadMemoryTest {
  private static final int UPLOADS = 40;
  private static final int SENT_BYTES = 4 << 20;
  private static final int WHOLE_BYTES = 5 << 20;
  private static final long EACH_BYTES_MAX = 1 << 20;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  @TempDir Path folder;

  @Test
  void uploadUnderWayNeedsLessThanAMegabyte() throws IOException {
    try (MediaScene scene = new MediaScene(folder, MediaScene.limits())) {
      begin(scene, 1_000).close();
      long before = used();
      List<Socket> sockets = new ArrayList<>();
      for (int number = 0; number < UPLOADS; number++) {
        sockets.add(begin(scene, SENT_BYTES));
      }
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> spooled() >= (long) UPLOADS * (SENT_BYTES - (128 << 10)));
      long each = (used() - before) / UPLOADS;
      System.out.println("an upload under way needs " + each / 1024 + " KiB");
      assertThat(each).isLessThan(EACH_BYTES_MAX);
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /// A user of its own each: one alone may not have so many.
  private static Socket begin(MediaScene scene, int bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), scene.port());
    OutputStream out = socket.getOutputStream();
    String head =
        "POST /v1/media HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nContent-Length: %d\r\n"
                .formatted(WHOLE_BYTES)
            + "Authorization: Bearer %s\r\n\r\n".formatted(scene.token(UUID.randomUUID()));
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(PNG);
    byte[] piece = new byte[1_000];
    for (int sent = 0; sent < bytes; sent += piece.length) {
      out.write(piece);
    }
    out.flush();
    return socket;
  }

  private long spooled() {
    try (Stream<Path> files = Files.walk(folder.resolve("spool"))) {
      return files.mapToLong(UploadMemoryTest::size).sum();
    } catch (IOException | UncheckedIOException vanished) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /// What is reachable, on the heap and outside.
  private static long used() {
    // Once is not enough: what the warm-up left to cleaners goes with the next one.
    for (int times = 0; times < 3; times++) {
      System.gc();
    }
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
  }
}
