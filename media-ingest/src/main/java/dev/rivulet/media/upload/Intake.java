package dev.rivulet.media.upload;

import dev.rivulet.media.file.FileType;
import dev.rivulet.media.http.Problem;
import dev.rivulet.media.index.Content;
import dev.rivulet.media.index.Media;
import dev.rivulet.media.index.MediaIndex;
import dev.rivulet.media.index.StoredVariant;
import dev.rivulet.media.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Turns a file that has arrived into media. The same file, by whomever, is made small and stored
/// once; its bytes always travel and count all the same, so a hash alone gives nobody anything.
///
/// It can be ended anywhere: media exist only with their row, the last step, and what is left
/// without one is found by the row of `media_begun`, the first.
public final class Intake {
  /// What any other file may be called; the rest is `application/octet-stream`.
  private static final Set<String> OTHER_TYPES =
      Set.of("application/pdf", "application/zip", "text/plain");

  private final ContentMaker maker;
  private final MediaIndex index;
  private final ObjectStore store;
  private final MediaLog log;
  private final UploadLimits limits;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// What all uploads share.
  public record Parts(
      ContentMaker maker, MediaIndex index, ObjectStore store, MediaLog log, InstantSource clock) {}

  /// Takes files from now on.
  ///
  /// @param random a source nobody can guess: ids are made of it
  public Intake(Parts parts, UploadLimits limits, RandomGenerator random) {
    this.maker = parts.maker();
    this.index = parts.index();
    this.store = parts.store();
    this.log = parts.log();
    this.clock = parts.clock();
    this.limits = limits;
    this.random = random;
  }

  /// What a sender says of his file.
  ///
  /// @param id of the media that it becomes
  /// @param mediaType may be empty
  /// @param name may be empty
  record Sent(UUID id, UUID owner, String mediaType, String name) {}

  /// 128 random bits as a version 4.
  UUID newId() {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & ~(0xc0L << 56)) | (0x80L << 56);
    return new UUID(high, low);
  }

  /// Refuses before a byte is read what cannot be taken.
  void expect(UUID owner, long bytes) {
    if (bytes > limits.anyBytesMax()) {
      throw Problem.tooLarge("a file has at most " + limits.anyBytesMax() + " bytes");
    }
    if (index.bytesOf(owner) + bytes > limits.quotaBytes()) {
      throw Problem.of(413, "quota-exceeded", "all your files may have " + limits.quotaBytes());
    }
  }

  /// Keeps a file.
  ///
  /// @throws Problem if the file is not taken
  Media take(Sent sent, Spool.Received file, Path folder) throws IOException {
    if (!file.type().fits(sent.mediaType())) {
      throw Problem.unsupportedMedia(
          file.type().kind() == FileType.Kind.FILE
              ? "not a kind of file that is taken as " + sent.mediaType()
              : "the file is " + file.type().mediaType() + ", not " + sent.mediaType());
    }
    expect(sent.owner(), file.bytes());
    Content content = named(content(sent.id(), file, folder), file.type(), sent.mediaType());
    Instant now = clock.instant();
    Media media =
        new Media(
            sent.id(),
            sent.owner(),
            sent.name(),
            file.bytes(),
            file.hash(),
            now,
            now.plus(limits.ticketLifetime()),
            content);
    log.kept(media);
    index.add(media);
    return media;
  }

  private Content content(UUID media, Spool.Received file, Path folder) throws IOException {
    Optional<Content> known = index.original(file.hash());
    if (known.isPresent()) {
      index.begin(media, clock.instant());
      if (claimAll(media, known.get())) {
        return known.get();
      }
    }
    ContentMaker.Made made = maker.make(file, folder);
    index.begin(media, clock.instant());
    List<StoredVariant> variants = new ArrayList<>();
    for (ContentMaker.Variant variant : made.variants()) {
      variants.add(stored(media, variant));
    }
    Content content =
        new Content(
            made.mediaType(),
            made.width(),
            made.height(),
            made.durationMillis(),
            made.placeholder(),
            variants);
    index.rememberOriginal(file.hash(), content);
    return content;
  }

  /// Whether every object of the content is there and now used by this media too.
  private boolean claimAll(UUID media, Content content) {
    for (StoredVariant variant : content.variants()) {
      index.link(variant.hash(), media);
      MediaIndex.Claim claim =
          index.claim(variant.hash(), freshKey(variant.hash()), clock.instant());
      if (!claim.stored() || !claim.key().equals(variant.key())) {
        return false;
      }
    }
    return true;
  }

  private StoredVariant stored(UUID media, ContentMaker.Variant variant) throws IOException {
    String hash = Spool.hash(variant.file());
    index.link(hash, media);
    MediaIndex.Claim claim = index.claim(hash, freshKey(hash), clock.instant());
    if (!claim.stored()) {
      store.put(claim.key(), variant.file(), variant.mediaType());
      index.markStored(hash, claim.key());
    }
    return new StoredVariant(
        variant.variant().text(),
        variant.mediaType(),
        Files.size(variant.file()),
        hash,
        claim.key());
  }

  /// Begins with the hash of what is in it; the rest makes it another object than one of the same
  /// content that is being removed.
  private String freshKey(String hash) {
    String suffix = HexFormat.of().toHexDigits(random.nextInt());
    return "objects/%s/%s-%s".formatted(hash.substring(0, 2), hash, suffix);
  }

  private static Content named(Content content, FileType type, String mediaType) {
    if (type.kind() != FileType.Kind.FILE) {
      return content;
    }
    String essence = mediaType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    return content.withMediaType(
        OTHER_TYPES.contains(essence) ? essence : FileType.OTHER.mediaType());
  }
}
