package dev.rivulet.api.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Log-ins at other issuers (OpenID Connect). An account is found by (issuer, subject) alone: never
/// by an address, a name or anything else that a person can choose there.
public interface Identities {
  /// Who somebody is at an issuer that we trust.
  record Identity(String issuer, String subject) {}

  /// Whose token this is; the problem `invalid-token` when it is none of a trusted issuer for us,
  /// or not in force.
  Identity verify(String token);

  Optional<UUID> owner(Identity identity);

  /// Gives the identity to an account; false when another one has it.
  boolean claim(Identity identity, UUID user);

  /// Takes one away; false when it is not this user's.
  boolean release(Identity identity, UUID user);

  List<Identity> of(UUID user);
}
