package dev.rivulet.gateway.session;

/// Told who is here, for people to look at; it may lose what it is told and never waits.
public interface PresenceLog {
  void present(Identity identity);

  void gone(Identity identity);
}
