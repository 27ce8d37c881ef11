package dev.rivulet.api.device;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import dev.rivulet.api.token.TokenHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The table `devices`. All its writes are lightweight transactions: plain ones would be ordered
/// against them by other clocks.
public final class CassandraDeviceStore implements DeviceStore {
  private static final String COLUMNS =
      "SELECT device_id, name, created_at, refresh_hash, previous_hash, rotated_at, revoked_at"
          + " FROM devices WHERE user_id = ?";
  private static final Query ALL = Query.idempotent("devices", COLUMNS);
  private static final Query ONE = Query.idempotent("device", COLUMNS + " AND device_id = ?");
  private static final Query INSERT =
      Query.conditional(
          "device-insert",
          "INSERT INTO devices (user_id, device_id, name, created_at, refresh_hash, rotated_at)"
              + " VALUES (?, ?, ?, ?, ?, ?) IF NOT EXISTS");
  private static final Query ROTATE =
      Query.conditional(
          "device-rotate",
          "UPDATE devices SET refresh_hash = ?, previous_hash = ?, rotated_at = ?"
              + " WHERE user_id = ? AND device_id = ?"
              + " IF refresh_hash = ? AND revoked_at = null");
  private static final Query RESTART =
      Query.conditional(
          "device-restart",
          "UPDATE devices SET refresh_hash = ?, previous_hash = null, rotated_at = ?"
              + " WHERE user_id = ? AND device_id = ?"
              + " IF created_at = ? AND revoked_at = null");
  private static final Query RENAME =
      Query.conditional(
          "device-rename",
          "UPDATE devices SET name = ? WHERE user_id = ? AND device_id = ?"
              + " IF created_at != null AND revoked_at = null");
  private static final Query REVOKE =
      Query.conditional(
          "device-revoke",
          "UPDATE devices SET revoked_at = ?, refresh_hash = null, previous_hash = null"
              + " WHERE user_id = ? AND device_id = ? IF EXISTS");
  private static final Query REMOVE =
      Query.conditional(
          "device-remove", "DELETE FROM devices WHERE user_id = ? AND device_id = ? IF EXISTS");

  private final Database database;

  public CassandraDeviceStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Device> find(UUID user, UUID device) {
    return database.row(ONE, user, device).map(row -> device(user, row));
  }

  @Override
  public List<Device> all(UUID user) {
    return database.rows(ALL, user).stream().map(row -> device(user, row)).toList();
  }

  @Override
  public boolean insert(Device device) {
    ByteBuffer hash = device.refresh().orElseThrow().bytes();
    return database.applied(
        INSERT,
        device.user(),
        device.id(),
        device.name(),
        device.createdAt(),
        hash,
        device.rotatedAt());
  }

  @Override
  public boolean rotate(Device expected, TokenHash next, Instant now) {
    TokenHash current = expected.refresh().orElseThrow();
    return database.applied(
        ROTATE,
        next.bytes(),
        current.bytes(),
        now,
        expected.user(),
        expected.id(),
        current.bytes());
  }

  @Override
  public boolean restart(Device expected, TokenHash first, Instant now) {
    return database.applied(
        RESTART, first.bytes(), now, expected.user(), expected.id(), expected.createdAt());
  }

  @Override
  public boolean rename(UUID user, UUID device, String name) {
    return database.applied(RENAME, name, user, device);
  }

  @Override
  public boolean revoke(UUID user, UUID device, Instant now) {
    return database.applied(REVOKE, now, user, device);
  }

  @Override
  public void remove(UUID user, UUID device) {
    database.applied(REMOVE, user, device);
  }

  private static Device device(UUID user, Row row) {
    return new Device(
        user,
        row.getUuid("device_id"),
        row.getString("name"),
        row.getInstant("created_at"),
        hash(row, "refresh_hash"),
        hash(row, "previous_hash"),
        row.getInstant("rotated_at"),
        Optional.ofNullable(row.getInstant("revoked_at")));
  }

  private static Optional<TokenHash> hash(Row row, String column) {
    return Optional.ofNullable(row.getByteBuffer(column)).map(TokenHash::of);
  }
}
