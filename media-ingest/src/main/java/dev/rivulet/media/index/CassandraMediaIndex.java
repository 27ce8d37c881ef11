package dev.rivulet.media.index;

import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.rivulet.contracts.frame.FrameCodec;
import dev.rivulet.contracts.id.Ids;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The index in Cassandra. Rows of media are written once; objects change hands by lightweight
/// transactions.
public final class CassandraMediaIndex implements MediaIndex {
  private static final int DAY_ROWS_MAX = 100_000;
  private static final int CLAIM_ATTEMPTS = 10;
  private static final TypeReference<List<StoredVariant>> VARIANTS = new TypeReference<>() {};

  private final Cassandra cassandra;
  private final ObjectMapper json = FrameCodec.json();

  public CassandraMediaIndex(Cassandra cassandra) {
    this.cassandra = cassandra;
  }

  @Override
  public void begin(UUID media, Instant now) {
    cassandra.run("INSERT INTO media_begun (day, media_id) VALUES (?, ?)", day(now), media);
  }

  @Override
  public long bytesOf(UUID owner) {
    Row row =
        cassandra
            .run("SELECT sum(uploaded_size) AS bytes FROM media_by_owner WHERE owner = ?", owner)
            .one();
    return row == null ? 0 : row.getLong("bytes");
  }

  @Override
  public Optional<Content> original(String hash) {
    return one("SELECT * FROM media_originals WHERE hash = ?", this::content, hash);
  }

  @Override
  public void rememberOriginal(String hash, Content content) {
    cassandra.run(
        "INSERT INTO media_originals (hash, type, width, height, duration_ms, placeholder,"
            + " variants) VALUES (?, ?, ?, ?, ?, ?, ?)",
        hash,
        content.mediaType(),
        content.width(),
        content.height(),
        content.durationMillis(),
        content.placeholder(),
        text(content.variants()));
  }

  @Override
  public void forgetOriginal(String hash) {
    cassandra.run("DELETE FROM media_originals WHERE hash = ?", hash);
  }

  @Override
  public void link(String hash, UUID media) {
    cassandra.run("INSERT INTO media_uses (media_id, hash) VALUES (?, ?)", media, hash);
    cassandra.run("INSERT INTO media_object_users (hash, media_id) VALUES (?, ?)", hash, media);
  }

  @Override
  public Claim claim(String hash, String freshKey, Instant now) {
    for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
      ResultSet made =
          cassandra.transact(
              "INSERT INTO media_objects (hash, key, used_at, stored) VALUES (?, ?, ?, false)"
                  + " IF NOT EXISTS",
              hash,
              freshKey,
              now);
      if (made.wasApplied()) {
        return new Claim(freshKey, false);
      }
      Row there = Objects.requireNonNull(made.one());
      String key = String.valueOf(there.getString("key"));
      ResultSet used =
          cassandra.transact(
              "UPDATE media_objects SET used_at = ? WHERE hash = ? IF key = ?", now, hash, key);
      if (used.wasApplied()) {
        return new Claim(key, there.getBoolean("stored"));
      }
    }
    throw new IllegalStateException("object " + hash + " keeps coming and going");
  }

  @Override
  public void markStored(String hash, String key) {
    cassandra.transact(
        "UPDATE media_objects SET stored = true WHERE hash = ? IF key = ?", hash, key);
  }

  @Override
  public void add(Media media) {
    Content content = media.content();
    cassandra.run(
        "INSERT INTO media_by_owner (owner, media_id, uploaded_size) VALUES (?, ?, ?)",
        media.owner(),
        media.id(),
        media.uploadedBytes());
    cassandra.run(
        "INSERT INTO media (media_id, owner, name, uploaded_size, original, created_at,"
            + " ticket_until, type, width, height, duration_ms, placeholder, variants)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        media.id(),
        media.owner(),
        media.name(),
        media.uploadedBytes(),
        media.original(),
        media.createdAt(),
        media.ticketUntil(),
        content.mediaType(),
        content.width(),
        content.height(),
        content.durationMillis(),
        content.placeholder(),
        text(content.variants()));
  }

  @Override
  public Optional<Media> find(UUID media) {
    return one("SELECT * FROM media WHERE media_id = ?", this::media, media);
  }

  @Override
  public void extendTicket(UUID media, Instant until) {
    // Only where it still is: an update would bring half a row back to life.
    cassandra.transact(
        "UPDATE media SET ticket_until = ? WHERE media_id = ? IF EXISTS", until, media);
  }

  @Override
  public List<UUID> begun(long day) {
    return ids("SELECT media_id FROM media_begun WHERE day = ? LIMIT " + DAY_ROWS_MAX, day);
  }

  @Override
  public List<UUID> released(long day) {
    return ids("SELECT media_id FROM media_released WHERE day = ? LIMIT " + DAY_ROWS_MAX, day);
  }

  @Override
  public Carried carried(UUID media) {
    Carried result = Carried.NOT_YET;
    for (Row row :
        cassandra.run("SELECT present FROM media_references WHERE media_id = ?", media)) {
      if (row.getBoolean("present")) {
        return Carried.NOW;
      }
      result = Carried.NO_MORE;
    }
    for (Row row :
        cassandra.run("SELECT place, of_group FROM media_pictures WHERE media_id = ?", media)) {
      if (media.equals(shown(row))) {
        return Carried.NOW;
      }
      result = Carried.NO_MORE;
    }
    return result;
  }

  /// What the user or group shows now, whatever was asked for.
  private @Nullable UUID shown(Row pointer) {
    boolean group = pointer.getBoolean("of_group");
    Row place =
        cassandra
            .run(
                group
                    ? "SELECT picture FROM heads WHERE conversation_id = ?"
                    : "SELECT picture FROM users WHERE user_id = ?",
                pointer.getUuid("place"))
            .one();
    if (place == null) {
      return null;
    }
    if (!group) {
      return place.getUuid("picture");
    }
    ByteBuffer bytes = place.getByteBuffer("picture");
    return bytes == null || !bytes.hasRemaining() ? null : Ids.uuid(ByteString.copyFrom(bytes));
  }

  @Override
  public void judged(long day, UUID media) {
    cassandra.run(
        "DELETE FROM media_begun WHERE day = ? AND media_id = ?", Math.toIntExact(day), media);
  }

  @Override
  public void remove(Media media) {
    cassandra.transact("DELETE FROM media WHERE media_id = ? IF EXISTS", media.id());
    cassandra.run(
        "DELETE FROM media_by_owner WHERE owner = ? AND media_id = ?", media.owner(), media.id());
    cassandra.run("DELETE FROM media_pictures WHERE media_id = ?", media.id());
  }

  @Override
  public List<String> uses(UUID media) {
    List<String> hashes = new ArrayList<>();
    for (Row row : cassandra.run("SELECT hash FROM media_uses WHERE media_id = ?", media)) {
      hashes.add(String.valueOf(row.getString("hash")));
    }
    return hashes;
  }

  @Override
  public Optional<String> release(String hash, UUID media) {
    cassandra.run("DELETE FROM media_object_users WHERE hash = ? AND media_id = ?", hash, media);
    // First when it was last claimed, then whether somebody uses it: who claims in between is seen
    // by the condition of the removal.
    Row object = cassandra.decided("SELECT key, used_at FROM media_objects WHERE hash = ?", hash);
    String users = "SELECT media_id FROM media_object_users WHERE hash = ? LIMIT 1";
    Optional<String> removed = Optional.empty();
    if (object != null && cassandra.run(users, hash).one() == null) {
      ResultSet gone =
          cassandra.transact(
              "DELETE FROM media_objects WHERE hash = ? IF key = ? AND used_at = ?",
              hash,
              object.getString("key"),
              object.getInstant("used_at"));
      removed = gone.wasApplied() ? Optional.ofNullable(object.getString("key")) : removed;
    }
    return removed;
  }

  @Override
  public void forgetUse(String hash, UUID media) {
    cassandra.run("DELETE FROM media_uses WHERE media_id = ? AND hash = ?", media, hash);
  }

  @Override
  public void addUpload(PartialUpload upload, Duration lifetime) {
    cassandra.run(
        "INSERT INTO media_uploads (upload_id, owner, length, type, name, created_at)"
            + " VALUES (?, ?, ?, ?, ?, ?) USING TTL ?",
        upload.id(),
        upload.owner(),
        upload.length(),
        upload.mediaType(),
        upload.name(),
        upload.createdAt(),
        Math.toIntExact(lifetime.toSeconds()));
  }

  @Override
  public Optional<PartialUpload> findUpload(UUID upload) {
    // Where only what it became is left, the upload itself has expired.
    return one("SELECT * FROM media_uploads WHERE upload_id = ?", Function.identity(), upload)
        .filter(row -> row.getUuid("owner") != null)
        .map(CassandraMediaIndex::upload);
  }

  @Override
  public void completeUpload(UUID upload, UUID media, Duration lifetime) {
    cassandra.run(
        "UPDATE media_uploads USING TTL ? SET media_id = ? WHERE upload_id = ?",
        Math.toIntExact(lifetime.toSeconds()),
        media,
        upload);
  }

  @Override
  public void removeUpload(UUID upload) {
    cassandra.run("DELETE FROM media_uploads WHERE upload_id = ?", upload);
  }

  private static PartialUpload upload(Row row) {
    return new PartialUpload(
        Objects.requireNonNull(row.getUuid("upload_id")),
        Objects.requireNonNull(row.getUuid("owner")),
        row.getLong("length"),
        String.valueOf(row.getString("type")),
        String.valueOf(row.getString("name")),
        Objects.requireNonNull(row.getInstant("created_at")),
        Optional.ofNullable(row.getUuid("media_id")));
  }

  private Media media(Row row) {
    return new Media(
        Objects.requireNonNull(row.getUuid("media_id")),
        Objects.requireNonNull(row.getUuid("owner")),
        String.valueOf(row.getString("name")),
        row.getLong("uploaded_size"),
        String.valueOf(row.getString("original")),
        Objects.requireNonNull(row.getInstant("created_at")),
        Objects.requireNonNull(row.getInstant("ticket_until")),
        content(row));
  }

  private Content content(Row row) {
    try {
      return new Content(
          String.valueOf(row.getString("type")),
          row.getInt("width"),
          row.getInt("height"),
          row.getLong("duration_ms"),
          String.valueOf(row.getString("placeholder")),
          json.readValue(row.getString("variants"), VARIANTS));
    } catch (JsonProcessingException notOurs) {
      throw new IllegalStateException("variants that cannot be read", notOurs);
    }
  }

  private String text(List<StoredVariant> variants) {
    try {
      return json.writeValueAsString(variants);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private <T> Optional<T> one(String cql, Function<Row, T> reader, Object key) {
    return Optional.ofNullable(cassandra.run(cql, key).one()).map(reader);
  }

  private List<UUID> ids(String cql, long day) {
    List<UUID> ids = new ArrayList<>();
    for (Row row : cassandra.run(cql, Math.toIntExact(day))) {
      ids.add(Objects.requireNonNull(row.getUuid("media_id")));
    }
    return ids.stream().distinct().toList();
  }

  private static int day(Instant now) {
    return Math.toIntExact(now.getEpochSecond() / 86_400);
  }
}
