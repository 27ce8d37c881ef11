package dev.rivulet.media.decode;

import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import java.time.Duration;

/// The fence around decoders.
public record DecoderBounds(
    @Doc("Most decoders at once; never more than there are cores") @Default("8") int processesMax,
    @Doc("What decodes images: auto (libvips where it is installed) or java") @Default("auto")
        String codec,
    @Doc("Longest time one image may take") @Default("20s") Duration wallTime,
    @Doc("Most CPU time one image may take") @Default("15s") Duration cpuTime,
    @Doc("Longest wait for a free decoder") @Default("30s") Duration queueTimeout,
    @Doc("Longest time a decoder may take to start") @Default("20s") Duration startTimeout,
    @Doc("Largest heap of a decoder's JVM, in MiB; libvips needs little of it") @Default("320")
        int heapMebibytes,
    @Doc("Most memory a decoder may have in all, in MiB") @Default("700") int dataMebibytes,
    @Doc("Images after which a decoder is replaced") @Default("500") int jobsMax,
    @Doc("How long an idle decoder is kept") @Default("2m") Duration idleTime) {
  public DecoderBounds {
    Require.positive("processes-max", processesMax);
    Require.positive("wall-time", wallTime);
    Require.positive("cpu-time", cpuTime);
    Require.positive("queue-timeout", queueTimeout);
    Require.positive("start-timeout", startTimeout);
    Require.positive("heap-mebibytes", heapMebibytes);
    Require.positive("data-mebibytes", dataMebibytes);
    Require.positive("jobs-max", jobsMax);
    Require.positive("idle-time", idleTime);
    if (!codec.equals(DecoderProgram.ANY_CODEC) && !codec.equals(DecoderProgram.JAVA_CODEC)) {
      throw new IllegalArgumentException("codec is auto or java, not " + codec);
    }
  }

  int atOnce() {
    return Math.min(processesMax, Runtime.getRuntime().availableProcessors());
  }
}
