package dev.rivulet.media.decode;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/// What the service and a decoder tell each other. The service believes nothing of it: texts are
/// bounded, files are only those it expects, and sizes must be possible.
final class DecoderWire {
  private static final int TEXT_MAX = 300;
  private static final Set<String> TYPES = Set.of("image/webp", "image/jpeg");

  private DecoderWire() {}

  record Request(String source, String type, int orientation, String folder) {}

  static void writeRequest(DataOutputStream out, Request request) throws IOException {
    out.writeUTF(request.source());
    out.writeUTF(request.type());
    out.writeInt(request.orientation());
    out.writeUTF(request.folder());
    out.flush();
  }

  static Request readRequest(DataInputStream in) throws IOException {
    return new Request(in.readUTF(), in.readUTF(), in.readInt(), in.readUTF());
  }

  static void writeFailure(DataOutputStream out, String reason) throws IOException {
    out.writeBoolean(false);
    out.writeUTF(reason.substring(0, Math.min(reason.length(), TEXT_MAX)));
  }

  static void writePictures(DataOutputStream out, Pictures pictures) throws IOException {
    out.writeBoolean(true);
    writePicture(out, pictures.display());
    writePicture(out, pictures.thumbnail());
    out.writeUTF(pictures.placeholder());
  }

  private static void writePicture(DataOutputStream out, Picture picture) throws IOException {
    out.writeUTF(picture.mediaType());
    out.writeInt(picture.width());
    out.writeInt(picture.height());
  }

  /// Reads an answer; the versions are in `folder`.
  static DecoderAnswer readAnswer(DataInputStream in, Path folder) throws IOException {
    if (!in.readBoolean()) {
      String reason = in.readUTF();
      return new DecoderAnswer.Refused(reason.substring(0, Math.min(reason.length(), TEXT_MAX)));
    }
    Picture display = readPicture(in, folder.resolve("display"), Pictures.DISPLAY_SIDE);
    Picture thumbnail = readPicture(in, folder.resolve("thumbnail"), Pictures.THUMBNAIL_SIDE);
    String placeholder = in.readUTF();
    if (placeholder.length() > 100) {
      throw new IOException("a placeholder of " + placeholder.length() + " letters");
    }
    return new DecoderAnswer.Done(new Pictures(display, thumbnail, placeholder));
  }

  private static Picture readPicture(DataInputStream in, Path file, int side) throws IOException {
    Picture picture = new Picture(file, in.readUTF(), in.readInt(), in.readInt());
    boolean possible =
        TYPES.contains(picture.mediaType())
            && picture.width() >= 1
            && picture.width() <= side
            && picture.height() >= 1
            && picture.height() <= side;
    if (!possible) {
      throw new IOException("an impossible picture");
    }
    return picture;
  }
}
