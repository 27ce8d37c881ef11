package dev.rivulet.media.upload;

import dev.rivulet.media.http.Problem;
import dev.rivulet.media.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;

/// The pieces of unfinished uploads, as objects of their own: `parts/{upload}/{offset}`. What has
/// arrived is what follows without a gap from 0, so a piece counts when it is in the store, and an
/// instance that dies loses at most the one it was receiving.
final class Pieces {
  /// A piece is at most this large; a cut connection loses nothing that came before, only time.
  private static final int PIECE_BYTES_MAX = 8 << 20;

  private static final int BUFFER_BYTES = 64 << 10;
  static final String PREFIX = "parts/";

  private final ObjectStore store;

  Pieces(ObjectStore store) {
    this.store = store;
  }

  /// How many bytes of the upload have arrived.
  long offset(UUID upload) {
    long offset = 0;
    for (ObjectStore.Listed piece : store.list(prefix(upload))) {
      if (offsetOf(piece) != offset) {
        break;
      }
      offset += piece.bytes();
    }
    return offset;
  }

  /// Stores what comes, piece by piece, until the stream or the upload ends.
  ///
  /// @param length of the whole upload
  /// @return the new offset; what came before a connection was cut is kept
  long append(UUID upload, long offset, long length, InputStream in, Path folder)
      throws IOException {
    long at = offset;
    while (at < length) {
      Path piece = folder.resolve("piece");
      boolean more;
      try {
        more = fill(piece, in, Math.min(PIECE_BYTES_MAX, length - at));
      } catch (IOException | Problem cut) {
        store(upload, at, piece);
        throw cut;
      }
      at += store(upload, at, piece);
      if (!more) {
        return at;
      }
    }
    if (in.read() >= 0) {
      throw Problem.tooLarge("more than the upload's length");
    }
    return at;
  }

  /// Whether there may be more.
  private static boolean fill(Path piece, InputStream in, long max) throws IOException {
    long left = max;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(piece)) {
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          return false;
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
    return true;
  }

  private long store(UUID upload, long offset, Path piece) throws IOException {
    long bytes = Files.exists(piece) ? Files.size(piece) : 0;
    if (bytes > 0) {
      store.put(prefix(upload) + "%012d".formatted(offset), piece, "application/octet-stream");
    }
    return bytes;
  }

  /// All bytes in their order.
  InputStream whole(UUID upload) {
    return new Whole(store, store.list(prefix(upload)).iterator());
  }

  void remove(UUID upload) {
    store.list(prefix(upload)).forEach(piece -> store.delete(piece.key()));
  }

  private static String prefix(UUID upload) {
    return PREFIX + upload + "/";
  }

  private static long offsetOf(ObjectStore.Listed piece) {
    return Long.parseLong(piece.key().substring(piece.key().lastIndexOf('/') + 1));
  }

  /// One piece after the other, each opened when the one before has ended.
  private static final class Whole extends InputStream {
    private final ObjectStore store;
    private final Iterator<ObjectStore.Listed> pieces;
    private InputStream current = InputStream.nullInputStream();

    Whole(ObjectStore store, Iterator<ObjectStore.Listed> pieces) {
      this.store = store;
      this.pieces = pieces;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = current.read(bytes, offset, length);
      while (n < 0 && pieces.hasNext()) {
        current.close();
        ObjectStore.Listed piece = pieces.next();
        current = store.read(piece.key(), 0, piece.bytes());
        n = current.read(bytes, offset, length);
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }
}
