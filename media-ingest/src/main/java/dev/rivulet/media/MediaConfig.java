package dev.rivulet.media;

import dev.rivulet.media.decode.DecoderBounds;
import dev.rivulet.media.deliver.CachesConfig;
import dev.rivulet.media.store.StoreConfig;
import dev.rivulet.media.sweep.SweepConfig;
import dev.rivulet.media.upload.UploadLimits;
import dev.rivulet.runtime.AdminConfig;
import dev.rivulet.runtime.CassandraConfig;
import dev.rivulet.runtime.Configuration;
import dev.rivulet.runtime.Default;
import dev.rivulet.runtime.Doc;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.MediaKeysConfig;
import dev.rivulet.runtime.Require;
import dev.rivulet.runtime.Section;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Configuration of media-ingest.
@Section("media")
public record MediaConfig(
    @Doc("Address to listen on") @Default("127.0.0.1") String host,
    @Doc("Port to listen on; 0 takes a free one") @Default("0") int port,
    @Doc("Most open connections") @Default("2000") int connectionsMax,
    @Doc("Longest silence within a request's body") @Default("30s") Duration silence,
    @Doc("Longest time a request's body may take") @Default("30m") Duration bodyTimeout,
    @Doc("Origins of web pages that may upload here; not needed where page and media share one")
        @Default("")
        List<String> corsOrigins,
    @Doc("Folder for files under way; emptied at start, so each instance has its own")
        Path spoolDir,
    @Doc("Where the public keys of access tokens are: client-api's /.well-known/jwks.json")
        URI jwksUrl,
    @Doc("Issuer that access tokens must name") @Default("rivulet") String issuer,
    @Doc("Audience that access tokens must name") @Default("rivulet") String audience,
    UploadLimits limits,
    DecoderBounds decoder,
    StoreConfig store,
    SweepConfig sweep,
    CachesConfig caches,
    KafkaConfig kafka,
    CassandraConfig cassandra,
    MediaKeysConfig mediaKeys,
    AdminConfig admin) {
  public MediaConfig {
    corsOrigins = List.copyOf(corsOrigins);
    Require.port("port", port);
    Require.positive("connections-max", connectionsMax);
    Require.positive("silence", silence);
    Require.positive("body-timeout", bodyTimeout);
    if (mediaKeys.tickets().isEmpty() || mediaKeys.urls().isEmpty()) {
      throw new IllegalArgumentException("media-keys.tickets and media-keys.urls are needed");
    }
  }

  @Override
  public String toString() {
    return Configuration.printable(this).toString();
  }
}
