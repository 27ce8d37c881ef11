package dev.rivulet.api.account;

import dev.rivulet.api.http.Problem;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
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
  private static final Query FIRST_CREDENTIAL =
      Query.conditional(
          "credential-first",
          "INSERT INTO credentials (user_id, password_hash) VALUES (?, ?) IF NOT EXISTS");
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
          "user",
          "SELECT handle, display_name, about, picture, created_at, state FROM users"
              + " WHERE user_id = ?");
  private static final Query HANDLE =
      Query.idempotent("handle", "SELECT user_id FROM handles WHERE handle = ?");
  private static final Query CREDENTIAL =
      Query.idempotent("credential", "SELECT password_hash FROM credentials WHERE user_id = ?");
  private static final Query CHANGE =
      Query.idempotent(
          "user-change",
          "UPDATE users SET handle = ?, display_name = ?, about = ?, picture = ?, state = ?"
              + " WHERE user_id = ?");
  private static final Query RETIRE =
      Query.conditional(
          "handle-retire",
          "INSERT INTO handles (handle, user_id) VALUES (?, ?) IF NOT EXISTS USING TTL 2592000");
  private static final Query EXISTS =
      Query.idempotent("user-exists", "SELECT user_id, state FROM users WHERE user_id = ?");

  private final Database database;

  public CassandraAccountStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean insert(User user, Optional<String> passwordHash) {
    boolean first =
        passwordHash.map(hash -> database.applied(FIRST_CREDENTIAL, user.id(), hash)).orElse(true);
    if (first) {
      database.write(INSERT_USER, user.id(), user.handle(), user.displayName(), user.createdAt());
    }
    return first;
  }

  /// A claim whose answer is lost may have been made, and one that is made again belongs to its
  /// owner: then the owner is asked for.
  @Override
  public boolean claim(Handle handle, UUID user) {
    boolean applied;
    try {
      applied = database.applied(CLAIM, handle.text(), user);
    } catch (Problem unanswered) {
      return owner(handle).map(user::equals).orElseThrow(() -> unanswered);
    }
    return applied || owner(handle).filter(user::equals).isPresent();
  }

  private Optional<UUID> owner(Handle handle) {
    return database.row(OWNER, handle.text()).map(row -> row.getUuid("user_id"));
  }

  @Override
  public void release(Handle handle, UUID user) {
    database.applied(RELEASE, handle.text(), user);
  }

  @Override
  public void retire(Handle handle, UUID user) {
    release(handle, user);
    database.applied(RETIRE, handle.text(), user);
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
                    Objects.requireNonNullElse(row.getString("about"), ""),
                    row.getUuid("picture"),
                    row.getInstant("created_at"),
                    User.State.stored(row.getString("state"))));
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
  public void setPassword(UUID user, String hash) {
    database.write(INSERT_CREDENTIAL, user, hash);
  }

  @Override
  public void change(User user) {
    database.write(
        CHANGE,
        user.handle(),
        user.displayName(),
        user.about(),
        user.picture(),
        user.isThere() ? null : user.state().text(),
        user.id());
  }

  @Override
  public Set<UUID> existing(Collection<UUID> users) {
    Set<UUID> existing = new HashSet<>();
    database
        .each(EXISTS, new HashSet<>(users), user -> new Object[] {user})
        .forEach(
            (user, row) -> {
              if (row.isNull("state")) {
                existing.add(user);
              }
            });
    return existing;
  }
}
