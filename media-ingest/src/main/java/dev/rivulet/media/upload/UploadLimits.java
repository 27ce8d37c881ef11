package dev.rivulet.media.upload;

import dev.rivulet.media.file.FileType;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.Require;
import java.time.Duration;

/// How much one may upload.
public record UploadLimits(
    @Doc("Most bytes of an image") @Default("33554432") long imageBytesMax,
    @Doc("Most bytes of an audio file") @Default("67108864") long audioBytesMax,
    @Doc("Most bytes of a video") @Default("134217728") long videoBytesMax,
    @Doc("Most bytes of any other file") @Default("67108864") long fileBytesMax,
    @Doc("Most bytes of one user's uploads that are kept") @Default("5368709120") long quotaBytes,
    @Doc("Most uploads of one user at a time, at one instance") @Default("4") int atOnceMax,
    @Doc("How long a ticket can be used; what nobody sent is swept later") @Default("1h")
        Duration ticketLifetime,
    @Doc("How long the pieces of an unfinished upload are kept") @Default("24h")
        Duration pieceLifetime) {
  public UploadLimits {
    Require.positive("image-bytes-max", imageBytesMax);
    Require.positive("audio-bytes-max", audioBytesMax);
    Require.positive("video-bytes-max", videoBytesMax);
    Require.positive("file-bytes-max", fileBytesMax);
    Require.positive("quota-bytes", quotaBytes);
    Require.positive("at-once-max", atOnceMax);
    Require.positive("ticket-lifetime", ticketLifetime);
    Require.positive("piece-lifetime", pieceLifetime);
  }

  long bytesMax(FileType.Kind kind) {
    return switch (kind) {
      case IMAGE -> imageBytesMax;
      case AUDIO -> audioBytesMax;
      case VIDEO -> videoBytesMax;
      case FILE -> fileBytesMax;
    };
  }

  long anyBytesMax() {
    return Math.max(Math.max(imageBytesMax, audioBytesMax), Math.max(videoBytesMax, fileBytesMax));
  }
}
