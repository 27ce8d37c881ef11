package dev.rivulet.api.media;

import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.ByteString;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import dev.rivulet.contracts.id.Ids;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// The tables `media`, `users` and `heads`, which others write, and `media_pictures`.
public final class CassandraPictureStore implements PictureStore {
  private static final Query MEDIUM =
      Query.idempotent(
          "picture-medium", "SELECT owner, type, ticket_until FROM media WHERE media_id = ?");
  private static final Query OF_USER =
      Query.idempotent("picture-of-user", "SELECT picture FROM users WHERE user_id = ?");
  private static final Query OF_GROUP =
      Query.idempotent("picture-of-group", "SELECT picture FROM heads WHERE conversation_id = ?");
  private static final Query POINT =
      Query.idempotent(
          "picture-point",
          "INSERT INTO media_pictures (media_id, place, of_group) VALUES (?, ?, ?)");
  private static final Query LOOK =
      Query.idempotent(
          "picture-look",
          "INSERT INTO media_released (day, media_id, conversation_id, seq) VALUES (?, ?, ?, 0)");

  private final Database database;

  public CassandraPictureStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Medium> find(UUID media) {
    return database.row(MEDIUM, media).map(CassandraPictureStore::medium);
  }

  private static Medium medium(Row row) {
    return new Medium(
        Objects.requireNonNull(row.getUuid("owner")),
        Objects.requireNonNull(row.getString("type")),
        Objects.requireNonNull(row.getInstant("ticket_until")));
  }

  @Override
  public Optional<UUID> shown(PicturePlace place) {
    return place.isGroup()
        ? database
            .row(OF_GROUP, place.id())
            .map(row -> row.getByteBuffer("picture"))
            .filter(ByteBuffer::hasRemaining)
            .map(bytes -> Ids.uuid(ByteString.copyFrom(bytes)))
        : database.row(OF_USER, place.id()).map(row -> row.getUuid("picture"));
  }

  @Override
  public void point(UUID media, PicturePlace place) {
    database.write(POINT, media, place.id(), place.isGroup());
  }

  @Override
  public void look(UUID media, PicturePlace place, long day) {
    database.write(LOOK, Math.toIntExact(day), media, place.id());
  }
}
