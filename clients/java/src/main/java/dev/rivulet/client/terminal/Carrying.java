package dev.rivulet.client.terminal;

import dev.rivulet.client.OutgoingMessage;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.media.UploadListener;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.media.MediaVariant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The commands with files, and what is said of the media of a message.
final class Carrying {
  static final String HELP =
      """
      /send FILE [TEXT]    upload a file and send it
      /save SEQ FILE       fetch what message SEQ carries; of several the first goes to FILE,
                           the next to FILE.2 and so on
      """;

  private final RivuletClient client;
  private final Directory directory;
  private final Consumer<String> notes;

  Carrying(RivuletClient client, Directory directory, Consumer<String> notes) {
    this.client = client;
    this.directory = directory;
    this.notes = notes;
  }

  /// Returns when the file is uploaded; its message is then on its way.
  OutgoingMessage send(UUID here, Typed typed) {
    var parts = typed.rest().split("\\s+", 2);
    var file = path(parts[0], "/send FILE [TEXT]");
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw ChatFailure.failed("no such file: " + SafeText.visible(parts[0]));
    }
    try {
      var uploaded = client.media().upload(file, new Quarters());
      return client.sendMedia(here, parts.length > 1 ? parts[1] : "", List.of(uploaded.ticket()));
    } catch (ApiFailure | IOException | InterruptedException failed) {
      throw failure("not uploaded", failed);
    }
  }

  void save(UUID here, Typed typed) {
    var wanted = typed.ofMessage("/save SEQ FILE");
    var target = path(wanted.text(), wanted.usage());
    var events = directory.await(client.api().events(here, wanted.seq(), wanted.seq())).events();
    var media =
        events.isEmpty() ? List.<ConversationEvent.Attachment>of() : events.getFirst().media();
    if (media.isEmpty()) {
      throw ChatFailure.failed("#" + wanted.seq() + " carries nothing");
    }
    try {
      for (int i = 0; i < media.size(); i++) {
        var medium = media.get(i);
        var file = i == 0 ? target : target.resolveSibling(target.getFileName() + "." + (i + 1));
        var largest = MediaVariant.of(medium.type()).getFirst().text();
        client.media().download(here, wanted.seq(), medium.id(), largest, file);
        notes.accept("Saved " + SafeText.visible(file + ", " + described(medium)));
      }
    } catch (ApiFailure | IOException | InterruptedException failed) {
      throw failure("not saved", failed);
    }
  }

  /// As in ` [beach.jpg, image/webp 1600x1200, 70 kB]`; empty for a message that carries nothing.
  static String of(ConversationEvent event) {
    return event.media().stream()
        .map(Carrying::described)
        .map(text -> " [" + SafeText.visible(text) + "]")
        .collect(Collectors.joining());
  }

  private static String described(ConversationEvent.Attachment medium) {
    var name = medium.name() == null ? "" : medium.name() + ", ";
    var pixels =
        medium.width() == null || medium.height() == null
            ? ""
            : " " + medium.width() + "x" + medium.height();
    var duration = medium.duration() == null ? "" : " " + medium.duration() / 1000 + " s";
    return name + medium.type() + pixels + duration + ", " + size(medium.size());
  }

  private static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " bytes";
    }
    return bytes < 1_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
  }

  private static Path path(String text, String usage) {
    if (text.isEmpty()) {
      throw ChatFailure.failed(usage);
    }
    try {
      var file = text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
      return Path.of(file).toAbsolutePath();
    } catch (InvalidPathException notAPath) {
      throw ChatFailure.failed("not a file's name: " + SafeText.visible(text));
    }
  }

  private static ChatFailure failure(String what, Exception failed) {
    if (failed instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return ChatFailure.failed(what + ": " + SafeText.visible(String.valueOf(failed.getMessage())));
  }

  /// Says each quarter of what takes more than one piece.
  private final class Quarters implements UploadListener {
    private long said;

    @Override
    public void progress(URI upload, long sent, long size) {
      long quarter = size == 0 ? 4 : 4 * sent / size;
      if (quarter > said && sent < size) {
        notes.accept("  " + 25 * quarter + " % of " + size(size));
        said = quarter;
      }
    }
  }
}
