package dev.rivulet.media.file;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// What is taken. A type is told by the first bytes of a file; what its sender calls it only has to
/// agree.
public enum FileType {
  JPEG("image/jpeg", Kind.IMAGE),
  PNG("image/png", Kind.IMAGE),
  WEBP("image/webp", Kind.IMAGE),
  GIF("image/gif", Kind.IMAGE),
  MP4("video/mp4", Kind.VIDEO),
  QUICKTIME("video/quicktime", Kind.VIDEO),
  WEBM("video/webm", Kind.VIDEO),
  M4A("audio/mp4", Kind.AUDIO),
  OGG("audio/ogg", Kind.AUDIO),
  MP3("audio/mpeg", Kind.AUDIO),
  WAV("audio/wav", Kind.AUDIO),
  FLAC("audio/flac", Kind.AUDIO),
  /// Anything else. It is kept as it is and only ever served as an attachment.
  OTHER("application/octet-stream", Kind.FILE);

  /// How many bytes [#of] wants to see.
  public static final int HEAD_BYTES = 64;

  /// What is done with a file, and which limit holds for it.
  public enum Kind {
    IMAGE,
    VIDEO,
    AUDIO,
    FILE
  }

  private final String mediaType;
  private final Kind kind;

  FileType(String mediaType, Kind kind) {
    this.mediaType = mediaType;
    this.kind = kind;
  }

  public String mediaType() {
    return mediaType;
  }

  public Kind kind() {
    return kind;
  }

  /// The type that `head`, the first bytes of a file, announces.
  public static FileType of(byte[] head) {
    if (at(head, 0, 0xff, 0xd8, 0xff)) {
      return JPEG;
    }
    if (at(head, 0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
      return PNG;
    }
    if (text(head, 0, "GIF87a") || text(head, 0, "GIF89a")) {
      return GIF;
    }
    if (text(head, 0, "RIFF")) {
      return text(head, 8, "WEBP") ? WEBP : text(head, 8, "WAVE") ? WAV : OTHER;
    }
    return text(head, 4, "ftyp") ? brand(head) : sound(head);
  }

  private static FileType brand(byte[] head) {
    if (text(head, 8, "qt  ")) {
      return QUICKTIME;
    }
    if (text(head, 8, "M4A ") || text(head, 8, "M4B ")) {
      return M4A;
    }
    // HEIC and AVIF share the container; no decoder of ours takes them.
    boolean still = text(head, 8, "hei") || text(head, 8, "avi") || text(head, 8, "mif1");
    return still ? OTHER : MP4;
  }

  private static FileType sound(byte[] head) {
    if (at(head, 0, 0x1a, 0x45, 0xdf, 0xa3)) {
      return WEBM;
    }
    if (text(head, 0, "OggS")) {
      return OGG;
    }
    if (text(head, 0, "fLaC")) {
      return FLAC;
    }
    boolean frame =
        head.length > 1 && (head[0] & 0xff) == 0xff && ((head[1] & 0xfe) == 0xfa || head[1] == -13);
    return text(head, 0, "ID3") || frame ? MP3 : OTHER;
  }

  /// What a sender says his file is, if that is one of ours; parameters are ignored.
  public static Optional<FileType> named(String mediaType) {
    String essence = essence(mediaType);
    return switch (essence) {
      case "image/jpg" -> Optional.of(JPEG);
      case "audio/mp3" -> Optional.of(MP3);
      case "audio/x-wav", "audio/wave" -> Optional.of(WAV);
      case "audio/x-m4a", "audio/m4a" -> Optional.of(M4A);
      case "video/ogg", "application/ogg" -> Optional.of(OGG);
      case "audio/webm" -> Optional.of(WEBM);
      default -> {
        for (FileType type : values()) {
          if (type.mediaType.equals(essence)) {
            yield Optional.of(type);
          }
        }
        yield Optional.empty();
      }
    };
  }

  /// Whether a file of this type may be called `mediaType` by its sender. Nothing said, or "some
  /// bytes", fits all; a picture must not pass for a film, nor a text for a picture.
  public boolean fits(String mediaType) {
    String essence = essence(mediaType);
    if (essence.isEmpty() || essence.equals(OTHER.mediaType)) {
      return true;
    }
    Optional<FileType> named = named(essence);
    if (named.isPresent()) {
      return named.get() == this || (isFilm() && named.get().isFilm());
    }
    boolean pictured =
        essence.startsWith("image/")
            || essence.startsWith("video/")
            || essence.startsWith("audio/");
    return kind == Kind.FILE && (!pictured || essence.equals("image/svg+xml"));
  }

  /// One container, told apart by a brand that senders often get wrong.
  private boolean isFilm() {
    return this == MP4 || this == QUICKTIME || this == M4A;
  }

  private static String essence(String mediaType) {
    return mediaType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }

  private static boolean text(byte[] head, int from, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < wanted.length; i++) {
      if (head.length <= from + i || head[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean at(byte[] head, int from, int... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (head.length <= from + i || (head[from + i] & 0xff) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
