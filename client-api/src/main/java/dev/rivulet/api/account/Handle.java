package dev.rivulet.api.account;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The name people find each other by: 2 to 32 of `a-z0-9._-`, beginning with a letter. ASCII
/// alone, so that no two look the same in another script; capitals are taken as small letters.
public record Handle(String text) {
  private static final Pattern TYPED = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{1,31}");
  private static final Pattern SEPARATORS = Pattern.compile("[._-]");

  /// What somebody could pass himself off as, or what stands for something else in a text.
  private static final Set<String> RESERVED =
      Set.of(
          "abuse",
          "admin",
          "administrator",
          "administrators",
          "admins",
          "all",
          "anonymous",
          "everybody",
          "everyone",
          "help",
          "helpdesk",
          "here",
          "hostmaster",
          "info",
          "moderator",
          "moderators",
          "nobody",
          "noreply",
          "null",
          "official",
          "operator",
          "owner",
          "postmaster",
          "rivulet",
          "root",
          "security",
          "staff",
          "superuser",
          "support",
          "sysadmin",
          "system",
          "undefined",
          "webmaster");

  public static Optional<Handle> parse(String typed) {
    return TYPED.matcher(typed).matches()
        ? Optional.of(new Handle(typed.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /// Nobody can choose it; separators make no other word of it.
  boolean isReserved() {
    return RESERVED.contains(SEPARATORS.matcher(text).replaceAll(""));
  }
}
