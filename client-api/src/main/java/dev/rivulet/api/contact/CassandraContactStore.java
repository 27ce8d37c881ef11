package dev.rivulet.api.contact;

import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import java.util.List;
import java.util.UUID;

/// The table `contacts`, and `direct_from` of `users`.
final class CassandraContactStore implements ContactStore {
  private static final String CONTACTS = "contacts";
  private static final Query POLICY =
      Query.idempotent("direct-from", "SELECT direct_from FROM users WHERE user_id = ?");
  private static final Query SET_POLICY =
      Query.idempotent("direct-from-set", "UPDATE users SET direct_from = ? WHERE user_id = ?");
  private static final Query ONE =
      Query.idempotent(
          "contact", "SELECT contact_id FROM contacts WHERE user_id = ? AND contact_id = ?");
  private static final Query ALL =
      Query.idempotent("contacts", "SELECT contact_id FROM contacts WHERE user_id = ? LIMIT ?");
  private static final Query ADD =
      Query.idempotent("contact-add", "INSERT INTO contacts (user_id, contact_id) VALUES (?, ?)");
  private static final Query REMOVE =
      Query.idempotent(
          "contact-remove", "DELETE FROM contacts WHERE user_id = ? AND contact_id = ?");
  private static final Query FORGET =
      Query.idempotent("contacts-forget", "DELETE FROM contacts WHERE user_id = ?");

  private final Database database;

  CassandraContactStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean contactsOnly(UUID user) {
    return database
        .row(POLICY, user)
        .filter(row -> CONTACTS.equals(row.getString("direct_from")))
        .isPresent();
  }

  @Override
  public void setContactsOnly(UUID user, boolean contactsOnly) {
    database.write(SET_POLICY, contactsOnly ? CONTACTS : null, user);
  }

  @Override
  public boolean isContact(UUID user, UUID other) {
    return database.row(ONE, user, other).isPresent();
  }

  @Override
  public void add(UUID user, UUID contact) {
    database.write(ADD, user, contact);
  }

  @Override
  public void remove(UUID user, UUID contact) {
    database.write(REMOVE, user, contact);
  }

  @Override
  public List<UUID> all(UUID user, int max) {
    return database.rows(ALL, user, max).stream().map(row -> row.getUuid("contact_id")).toList();
  }

  @Override
  public void forget(UUID user) {
    database.write(FORGET, user);
  }
}
