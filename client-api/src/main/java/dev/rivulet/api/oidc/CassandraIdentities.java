package dev.rivulet.api.oidc;

import dev.rivulet.api.account.Identities;
import dev.rivulet.api.store.Database;
import dev.rivulet.api.store.Query;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The tables `identities`, which decides, and `identities_by_user`, which follows it.
public final class CassandraIdentities implements Identities {
  private static final Query CLAIM =
      Query.conditional(
          "identity-claim",
          "INSERT INTO identities (issuer, subject, user_id) VALUES (?, ?, ?) IF NOT EXISTS");
  private static final Query OWNER =
      Query.serial(
          "identity-owner", "SELECT user_id FROM identities WHERE issuer = ? AND subject = ?");
  private static final Query RELEASE =
      Query.conditional(
          "identity-release",
          "DELETE FROM identities WHERE issuer = ? AND subject = ? IF user_id = ?");
  private static final Query ADD =
      Query.idempotent(
          "identity-add",
          "INSERT INTO identities_by_user (user_id, issuer, subject) VALUES (?, ?, ?)");
  private static final Query TAKE =
      Query.idempotent(
          "identity-take",
          "DELETE FROM identities_by_user WHERE user_id = ? AND issuer = ? AND subject = ?");
  private static final Query ALL =
      Query.idempotent(
          "identities", "SELECT issuer, subject FROM identities_by_user WHERE user_id = ?");

  private final Database database;
  private final IdTokens tokens;

  public CassandraIdentities(Database database, List<Issuer> issuers, InstantSource clock) {
    this.database = database;
    this.tokens = new IdTokens(issuers, clock);
  }

  @Override
  public Identity verify(String token) {
    return tokens.verify(token);
  }

  @Override
  public Optional<UUID> owner(Identity identity) {
    return database
        .row(OWNER, identity.issuer(), identity.subject())
        .map(row -> row.getUuid("user_id"));
  }

  /// The list by user is written first: an identity that is not in it could not be erased.
  @Override
  public boolean claim(Identity identity, UUID user) {
    database.write(ADD, user, identity.issuer(), identity.subject());
    boolean applied = database.applied(CLAIM, identity.issuer(), identity.subject(), user);
    boolean own = applied || owner(identity).filter(user::equals).isPresent();
    if (!own) {
      database.write(TAKE, user, identity.issuer(), identity.subject());
    }
    return own;
  }

  @Override
  public boolean release(Identity identity, UUID user) {
    boolean own = database.applied(RELEASE, identity.issuer(), identity.subject(), user);
    database.write(TAKE, user, identity.issuer(), identity.subject());
    return own;
  }

  @Override
  public List<Identity> of(UUID user) {
    return database.rows(ALL, user).stream()
        .map(row -> new Identity(row.getString("issuer"), row.getString("subject")))
        .toList();
  }

  /// Of an account that is erased.
  public void forget(UUID user) {
    of(user).forEach(identity -> release(identity, user));
  }
}
