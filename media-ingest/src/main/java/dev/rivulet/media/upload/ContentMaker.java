package dev.rivulet.media.upload;

import dev.rivulet.contracts.media.MediaVariant;
import dev.rivulet.media.decode.DecoderAnswer;
import dev.rivulet.media.decode.DecoderPool;
import dev.rivulet.media.decode.Picture;
import dev.rivulet.media.decode.Pictures;
import dev.rivulet.media.file.FileType;
import dev.rivulet.media.file.ImageHeader;
import dev.rivulet.media.film.Film;
import dev.rivulet.media.film.FilmTools;
import dev.rivulet.media.http.Problem;
import dev.rivulet.runtime.RateLimitedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// Makes of a file what is kept of it.
public final class ContentMaker {
  private static final RateLimitedLog LOG =
      new RateLimitedLog(LoggerFactory.getLogger(ContentMaker.class));

  private final DecoderPool decoders;
  private final Optional<FilmTools> films;

  public ContentMaker(DecoderPool decoders, Optional<FilmTools> films) {
    this.decoders = decoders;
    this.films = films;
  }

  /// One variant, still a file here.
  record Variant(MediaVariant variant, Path file, String mediaType) {}

  /// What is kept of a file.
  record Made(
      String mediaType,
      int width,
      int height,
      long durationMillis,
      String placeholder,
      List<Variant> variants) {}

  /// Makes what is kept.
  ///
  /// @param folder of the upload
  /// @throws Problem `bad-media` if the file is not what its type must be
  Made make(Spool.Received file, Path folder) throws IOException {
    return switch (file.type().kind()) {
      case IMAGE -> image(file, folder);
      case AUDIO, VIDEO -> film(file, folder);
      case FILE -> asItIs(file, new Film(0, 0, 0), "", List.of());
    };
  }

  private Made image(Spool.Received file, Path folder) throws IOException {
    Pictures pictures = pictures(file.file(), file.type(), folder);
    Picture display = pictures.display();
    return new Made(
        display.mediaType(),
        display.width(),
        display.height(),
        0,
        pictures.placeholder(),
        List.of(
            new Variant(MediaVariant.DISPLAY, display.file(), display.mediaType()),
            thumbnail(pictures)));
  }

  private Pictures pictures(Path file, FileType type, Path folder) throws IOException {
    int orientation =
        switch (ImageHeader.read(file, type)) {
          case ImageHeader.Accepted accepted -> accepted.orientation();
          case ImageHeader.Refused refused -> throw Problem.badMedia(refused.reason());
        };
    Path into = Files.createDirectories(folder.resolve("pictures"));
    return switch (decoders.decode(file, type, orientation, into)) {
      case DecoderAnswer.Done done -> done.pictures();
      case DecoderAnswer.Busy _ -> throw Problem.tooBusy();
      case DecoderAnswer.Refused refused -> {
        LOG.info("undecodable", "an image was refused: {}", refused.reason());
        throw Problem.badMedia("undecodable");
      }
    };
  }

  private Made film(Spool.Received file, Path folder) throws IOException {
    if (films.isEmpty()) {
      return asItIs(file, new Film(0, 0, 0), "", List.of());
    }
    Film film =
        films
            .get()
            .probe(file.file(), file.type(), folder)
            .orElseThrow(() -> Problem.badMedia("malformed"));
    Path still = folder.resolve("still.png");
    boolean shown =
        film.hasPicture()
            && file.type().kind() == FileType.Kind.VIDEO
            && films.get().still(file.file(), file.type(), folder, still);
    if (!shown) {
      return asItIs(file, film, "", List.of());
    }
    Pictures pictures = pictures(still, FileType.PNG, folder);
    return asItIs(file, film, pictures.placeholder(), List.of(thumbnail(pictures)));
  }

  private static Variant thumbnail(Pictures pictures) {
    Picture picture = pictures.thumbnail();
    return new Variant(MediaVariant.THUMBNAIL, picture.file(), picture.mediaType());
  }

  private static Made asItIs(
      Spool.Received file, Film film, String placeholder, List<Variant> more) {
    String type = file.type().mediaType();
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(MediaVariant.ORIGINAL, file.file(), type));
    variants.addAll(more);
    return new Made(
        type, film.width(), film.height(), film.durationMillis(), placeholder, variants);
  }
}
