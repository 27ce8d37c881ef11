package dev.rivulet.media.decode;

import dev.rivulet.media.file.FileType;
import dev.rivulet.runtime.RateLimitedLog;
import dev.rivulet.runtime.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decoders, started when there is work and kept for a while. At most as many work as there are
/// cores; further images wait for a bounded time.
///
/// Safe for use by many threads.
public final class DecoderPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecoderPool.class);
  private static final RateLimitedLog LIMITED = new RateLimitedLog(LOG);

  private final DecoderBounds bounds;
  private final Fence fence;
  private final Path folder;
  private final String classPath;
  private final Semaphore free;
  private final Deque<Decoder> idle = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String codec;
  private long lastUsed = System.nanoTime();

  /// Starts nothing yet.
  ///
  /// @param folder where decoders run; files they are given may be anywhere
  /// @param classPath of [DecoderProgram]
  public DecoderPool(DecoderBounds bounds, Fence fence, Path folder, String classPath) {
    this.bounds = bounds;
    this.fence = fence;
    this.folder = folder;
    this.classPath = classPath;
    this.free = new Semaphore(bounds.atOnce(), true);
    var _ = Threads.startVirtual("decoders-idle", this::endIdle);
  }

  /// Starts a first decoder, to say what decodes before anybody waits for it.
  public void warmUp() {
    try {
      giveBack(start());
    } catch (IOException e) {
      LOG.warn("no decoder could be started: {}", e.toString());
    }
  }

  /// What decodes; empty before the first decoder has started.
  public String codec() {
    String known = codec;
    return known == null ? "" : known;
  }

  /// Makes both versions of an image whose header was accepted.
  ///
  /// @param into where they are written; must be empty
  public DecoderAnswer decode(Path source, FileType type, int orientation, Path into) {
    try {
      if (!free.tryAcquire(bounds.queueTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return new DecoderAnswer.Busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DecoderAnswer.Busy();
    }
    try {
      return withDecoder(source, type, orientation, into);
    } finally {
      free.release();
    }
  }

  private DecoderAnswer withDecoder(Path source, FileType type, int orientation, Path into) {
    Decoder decoder;
    try {
      decoder = take();
    } catch (IOException e) {
      LIMITED.warn("start", "no decoder could be started: {}", e.toString());
      return new DecoderAnswer.Busy();
    }
    DecoderAnswer answer = decoder.decode(source, type, orientation, into);
    giveBack(decoder);
    return answer;
  }

  private Decoder take() throws IOException {
    synchronized (idle) {
      lastUsed = System.nanoTime();
      while (!idle.isEmpty()) {
        Decoder decoder = idle.pop();
        if (decoder.isUsable()) {
          return decoder;
        }
        decoder.kill();
      }
    }
    return start();
  }

  private void giveBack(Decoder decoder) {
    synchronized (idle) {
      lastUsed = System.nanoTime();
      if (decoder.isUsable() && closed.getCount() > 0) {
        idle.push(decoder);
        return;
      }
    }
    decoder.kill();
  }

  private Decoder start() throws IOException {
    Path home = Files.createDirectories(folder);
    int cpuSeconds =
        Math.toIntExact(
            bounds.startTimeout().plus(bounds.cpuTime()).toSeconds() * bounds.jobsMax());
    Process process =
        fence.program(command(home), home, bounds.dataMebibytes(), cpuSeconds).start();
    Decoder decoder = new Decoder(process, bounds);
    String name = decoder.greeting();
    if (!name.equals(codec)) {
      codec = name;
      LOG.info(
          "images are decoded by {} in up to {} processes, {} network",
          name,
          bounds.atOnce(),
          fence.cutsNetwork() ? "without" : "with the service's");
    }
    return decoder;
  }

  private List<String> command(Path home) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(
        List.of(
            "-Xmx" + bounds.heapMebibytes() + "m",
            "-Xms8m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:MaxMetaspaceSize=64m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-XX:ErrorFile=/dev/null",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + home,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            DecoderProgram.class.getName(),
            bounds.codec()));
    return command;
  }

  /// The JVM that runs this service.
  private static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  private void endIdle() {
    try {
      while (!closed.await(bounds.idleTime().toMillis(), TimeUnit.MILLISECONDS)) {
        synchronized (idle) {
          if (System.nanoTime() - lastUsed >= bounds.idleTime().toNanos()) {
            idle.forEach(Decoder::kill);
            idle.clear();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Removes a decoder's folder and what is in it.
  public static void remove(Path folder) {
    try (var files =
        Files.exists(folder) ? Files.walk(folder) : java.util.stream.Stream.<Path>of()) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (idle) {
      idle.forEach(Decoder::kill);
      idle.clear();
    }
  }
}
