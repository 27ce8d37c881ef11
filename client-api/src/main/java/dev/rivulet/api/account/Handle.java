package dev.rivulet.api.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name people find each other by: 2 to 32 of `a-z0-9._-`, beginning with a letter. ASCII
/// alone, so that no two look the same; capitals are taken as small letters.
public record Handle(String text) {
  private static final Pattern TYPED = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{1,31}");

  public static Optional<Handle> parse(String typed) {
    return TYPED.matcher(typed).matches()
        ? Optional.of(new Handle(typed.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }
}
