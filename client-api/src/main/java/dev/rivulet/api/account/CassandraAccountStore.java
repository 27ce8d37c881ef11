package dev.rivulet.api.account;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The tables `users`, `handles` and `credentials`.
public final class CassandraAccountStore implements AccountStore {
  private static final Query INSERT_USER =
      Query.idempotent(
          "user-insert",
          "INSERT INTO users (user_id, handle, display_name, created_at) VALUES (?, ?, ?, ?)");
  private static final Query INSERT_CREDENTIAL =
      Query.idempotent(
          "credential-insert", "INSERT INTO credentials (user_id, password_hash) VALUES (?, ?)");
  private static final Query CLAIM =
      Query.conditional(
          "handle-claim", "INSERT INTO handles (handle, user_id) VALUES (?, ?) IF NOT EXISTS");
  private static final Query OWNER =
      Query.serial("handle-owner", "SELECT user_id FROM handles WHERE handle = ?");
  private static final Query RELEASE =
      Query.conditional("handle-release", "DELETE FROM handles WHERE handle = ? IF user_id = ?");
  private static final Query REMOVE_USER =
      Query.idempotent("user-remove", "DELETE FROM users WHERE user_id = ?");
  private static final Query REMOVE_CREDENTIAL =
      Query.idempotent("credential-remove", "DELETE FROM credentials WHERE user_id = ?");
  private static final Query USER =
      Query.idempotent(
          "user", "SELECT handle, display_name, created_at FROM users WHERE user_id = ?");
  private static final Query HANDLE =
      Query.idempotent("handle", "SELECT user_id FROM handles WHERE handle = ?");
  private static final Query CREDENTIAL =
      Query.idempotent("credential", "SELECT password_hash FROM credentials WHERE user_id = ?");
  private static final Query RENAME =
      Query.idempotent("user-rename", "UPDATE users SET display_name = ? WHERE user_id = ?");
  private static final Query EXISTS =
      Query.idempotent("user-exists", "SELECT user_id FROM users WHERE user_id = ?");

  private final Database database;

  public CassandraAccountStore(Database database) {
    this.database = database;
  }

  @Override
  public void insert(User user, String passwordHash) {
    database.write(INSERT_USER, user.id(), user.handle(), user.displayName(), user.createdAt());
    database.write(INSERT_CREDENTIAL, user.id(), passwordHash);
  }

  /// A claim whose answer is lost may have been made: then its owner is asked for.
  @Override
  public boolean claim(Handle handle, UUID user) {
    try {
      return database.applied(CLAIM, handle.text(), user);
    } catch (Problem unanswered) {
      return database
          .row(OWNER, handle.text())
          .map(row -> user.equals(row.getUuid("user_id")))
          .orElseThrow(() -> unanswered);
    }
  }

  @Override
  public void release(Handle handle, UUID user) {
    database.applied(RELEASE, handle.text(), user);
  }

  @Override
  public void remove(UUID user) {
    database.write(REMOVE_CREDENTIAL, user);
    database.write(REMOVE_USER, user);
  }

  @Override
  public Optional<User> find(UUID user) {
    return database
        .row(USER, user)
        .filter(row -> !row.isNull("handle"))
        .map(
            row ->
                new User(
                    user,
                    row.getString("handle"),
                    row.getString("display_name"),
                    row.getInstant("created_at")));
  }

  @Override
  public Optional<UUID> find(Handle handle) {
    return database.row(HANDLE, handle.text()).map(row -> row.getUuid("user_id"));
  }

  @Override
  public Optional<String> passwordHash(UUID user) {
    return database.row(CREDENTIAL, user).map(row -> row.getString("password_hash"));
  }

  @Override
  public void rename(UUID user, String displayName) {
    database.write(RENAME, displayName, user);
  }

  @Override
  public Set<UUID> existing(Collection<UUID> users) {
    return database.each(EXISTS, new HashSet<>(users), user -> new Object[] {user}).keySet();
  }
}
