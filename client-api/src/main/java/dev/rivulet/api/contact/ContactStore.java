package dev.rivulet.api.contact;

import java.util.List;
import java.util.UUID;

/// Where contacts are kept.
interface ContactStore {
  /// Whether only contacts may open a 1:1 with this user.
  boolean contactsOnly(UUID user);

  void setContactsOnly(UUID user, boolean contactsOnly);

  boolean isContact(UUID user, UUID other);

  void add(UUID user, UUID contact);

  void remove(UUID user, UUID contact);

  /// At most `max`.
  List<UUID> all(UUID user, int max);

  void forget(UUID user);
}
