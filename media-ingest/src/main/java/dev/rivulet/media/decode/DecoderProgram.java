package dev.rivulet.media.decode;

import dev.rivulet.media.file.FileType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/// The program of a decoder's process: reads requests from its standard input and answers on its
/// standard output, one at a time, until the input ends.
public final class DecoderProgram {
  /// What the first argument may be.
  static final String ANY_CODEC = "auto";

  static final String JAVA_CODEC = "java";

  private DecoderProgram() {}

  public static void main(String[] arguments) throws IOException {
    InputStream standardIn = System.in;
    PrintStream standardOut = System.out;
    // A library that prints must not spoil an answer.
    System.setOut(System.err);
    ImageCodec codec = codec(arguments.length > 0 ? arguments[0] : ANY_CODEC);
    try (DataInputStream in = new DataInputStream(standardIn);
        DataOutputStream out = new DataOutputStream(standardOut)) {
      out.writeUTF(codec.name());
      out.flush();
      serve(codec, in, out);
    }
  }

  /// The best codec of this machine, or the one that is asked for.
  public static ImageCodec codec(String wanted) {
    return wanted.equals(JAVA_CODEC) ? new JavaCodec() : VipsCodec.load().orElseGet(JavaCodec::new);
  }

  private static void serve(ImageCodec codec, DataInputStream in, DataOutputStream out)
      throws IOException {
    while (true) {
      try {
        DecoderWire.Request request = DecoderWire.readRequest(in);
        answer(codec, request, out);
      } catch (EOFException theServiceIsGone) {
        return;
      }
      out.flush();
    }
  }

  private static void answer(ImageCodec codec, DecoderWire.Request request, DataOutputStream out)
      throws IOException {
    Pictures pictures;
    try {
      pictures =
          codec.render(
              Path.of(request.source()),
              FileType.valueOf(request.type()),
              request.orientation(),
              Path.of(request.folder()));
    } catch (IOException undecodable) {
      DecoderWire.writeFailure(out, String.valueOf(undecodable.getMessage()));
      return;
    }
    DecoderWire.writePictures(out, pictures);
  }
}
