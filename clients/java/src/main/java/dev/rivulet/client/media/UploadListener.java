package dev.rivulet.client.media;

import java.net.URI;

/// Hears how far an upload is, on the thread that uploads.
public interface UploadListener {
  /// Takes no notice.
  UploadListener NONE = (upload, sent, size) -> {};

  /// `sent` of `size` bytes have arrived. Who keeps `upload` can go on with it in another process.
  void progress(URI upload, long sent, long size);
}
