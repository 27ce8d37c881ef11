package dev.rivulet.media.decode;

import dev.rivulet.media.file.FileType;
import dev.rivulet.runtime.Threads;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One decoder's process. Whatever goes wrong with it ends it, and the file it had is refused.
final class Decoder {
  private static final long POLL_MILLIS = 50;

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final DecoderBounds bounds;
  private int jobs;

  Decoder(Process process, DecoderBounds bounds) {
    this.process = process;
    this.bounds = bounds;
    this.in = new DataInputStream(process.getInputStream());
    this.out = new DataOutputStream(process.getOutputStream());
  }

  /// Waits until it has started, and returns the name of its codec.
  String greeting() throws IOException {
    return within(bounds.startTimeout(), Duration.ofHours(1), in::readUTF);
  }

  DecoderAnswer decode(Path source, FileType type, int orientation, Path folder) {
    jobs++;
    try {
      return within(
          bounds.wallTime(),
          bounds.cpuTime(),
          () -> {
            DecoderWire.writeRequest(
                out,
                new DecoderWire.Request(
                    source.toString(), type.name(), orientation, folder.toString()));
            return DecoderWire.readAnswer(in, folder);
          });
    } catch (IOException ended) {
      kill();
      return new DecoderAnswer.Refused("decoder: " + ended.getMessage());
    }
  }

  boolean isUsable() {
    return process.isAlive() && jobs < bounds.jobsMax();
  }

  void kill() {
    process.destroyForcibly();
  }

  private interface Exchange<T> {
    T run() throws IOException;
  }

  /// Runs the exchange on a thread of its own: a read from a process cannot be given up otherwise.
  private <T> T within(Duration wall, Duration cpu, Exchange<T> exchange) throws IOException {
    CompletableFuture<T> result = new CompletableFuture<>();
    long cpuBefore = cpuMillis();
    long end = System.nanoTime() + wall.toNanos();
    var _ =
        Threads.startVirtual(
            "decoder-" + process.pid(),
            () -> {
              try {
                result.complete(exchange.run());
              } catch (IOException e) {
                result.completeExceptionally(e);
              }
            });
    while (true) {
      try {
        return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillAtWork) {
        if (System.nanoTime() - end > 0 || cpuMillis() - cpuBefore > cpu.toMillis()) {
          kill();
          throw new IOException("took too long");
        }
      } catch (ExecutionException failed) {
        throw new IOException("ended", failed.getCause());
      } catch (InterruptedException e) {
        kill();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private long cpuMillis() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }
}
