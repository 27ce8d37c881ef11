package dev.rivulet.api.contact;

import dev.rivulet.api.store.Database;
import java.util.UUID;

/// May somebody begin to write to somebody?
public final class Contacts {
  private final ContactStore store;

  Contacts(ContactStore store) {
    this.store = store;
  }

  public static Contacts of(Database database) {
    return new Contacts(new CassandraContactStore(database));
  }

  /// Whether `opener` may open a 1:1 with `other`.
  public boolean mayOpen(UUID opener, UUID other) {
    return !store.contactsOnly(other) || store.isContact(other, opener);
  }

  /// Of an account that is erased.
  public void forget(UUID user) {
    store.forget(user);
  }

  ContactStore store() {
    return store;
  }
}
