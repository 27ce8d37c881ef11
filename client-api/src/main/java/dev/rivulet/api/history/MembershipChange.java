package dev.rivulet.api.history;

/// A user became a member at `seq`, got another role while he was one, or ceased to be one.
/// `visibleFrom` is what he sees from if that is not `seq`, otherwise 0.
public record MembershipChange(long seq, boolean joined, MemberRole role, long visibleFrom) {
  public static MembershipChange joined(long seq, MemberRole role) {
    return new MembershipChange(seq, true, role, 0);
  }

  public static MembershipChange left(long seq) {
    return new MembershipChange(seq, false, MemberRole.MEMBER, 0);
  }
}
