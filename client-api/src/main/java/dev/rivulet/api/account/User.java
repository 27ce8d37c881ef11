package dev.rivulet.api.account;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person's account; `picture` is a media id.
public record User(
    UUID id,
    String handle,
    String displayName,
    String about,
    @Nullable UUID picture,
    Instant createdAt,
    State state) {

  /// Whether it can be used.
  public enum State {
    ACTIVE,
    /// By its owner; the next log-in ends it.
    DEACTIVATED,
    /// By an operator.
    DISABLED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State stored(@Nullable String text) {
      return text == null ? ACTIVE : valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  public User(UUID id, String handle, String displayName, Instant createdAt) {
    this(id, handle, displayName, "", null, createdAt, State.ACTIVE);
  }

  /// Others find it, see its profile and may write to it.
  public boolean isThere() {
    return state == State.ACTIVE;
  }

  User withProfile(String newName, String newAbout, @Nullable UUID newPicture) {
    return new User(id, handle, newName, newAbout, newPicture, createdAt, state);
  }

  User withHandle(Handle next) {
    return new User(id, next.text(), displayName, about, picture, createdAt, state);
  }

  public User withState(State next) {
    return new User(id, handle, displayName, about, picture, createdAt, next);
  }
}
