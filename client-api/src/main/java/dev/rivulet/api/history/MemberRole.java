package dev.rivulet.api.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a member may do in a group; in the order of the numbers that stand in the tables.
public enum MemberRole {
  MEMBER,
  OWNER,
  ADMIN;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MemberRole> parse(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  /// A number of a later release is a member without a role.
  public static MemberRole stored(byte number) {
    return number >= 0 && number < values().length ? values()[number] : MEMBER;
  }
}
