package dev.rivulet.api.history;

import java.util.ArrayList;
import java.util.List;

/// Which seqs of one conversation one user may see: the intervals of his membership.
///
/// An interval begins with the event that made him a member and ends with the one that removed him,
/// which he still sees. Membership only ever grows at the end, so what is hidden before the end of
/// the last interval stays hidden.
public final class Access {
  private static final long OPEN = Long.MAX_VALUE;

  private final List<Interval> intervals;

  /// From `from` on, before `until`.
  private record Interval(long from, long until) {
    boolean holds(long seq) {
      return from <= seq && seq < until;
    }
  }

  /// What a user may know of a seq.
  public enum Right {
    VISIBLE,
    /// Never to be seen.
    HIDDEN,
    /// Not now; only a membership that is still to come could show it.
    LATER
  }

  private Access(List<Interval> intervals) {
    this.intervals = List.copyOf(intervals);
  }

  /// Out of a user's changes in the order of their seqs.
  public static Access of(List<MembershipChange> changes) {
    List<Interval> intervals = new ArrayList<>();
    long from = 0;
    for (MembershipChange change : changes) {
      if (change.joined() && from == 0) {
        from = change.seq();
      } else if (!change.joined() && from > 0) {
        intervals.add(new Interval(from, change.seq() + 1));
        from = 0;
      }
    }
    if (from > 0) {
      intervals.add(new Interval(from, OPEN));
    }
    return new Access(intervals);
  }

  /// Never a member: nothing of the conversation may be known, not even that it exists.
  public boolean isNone() {
    return intervals.isEmpty();
  }

  public boolean isMember() {
    return !isNone() && intervals.getLast().until() == OPEN;
  }

  /// The first seq that was ever visible.
  public long first() {
    return intervals.getFirst().from();
  }

  /// The first seq behind all intervals; of a member, a number behind every seq.
  public long end() {
    return intervals.getLast().until();
  }

  public boolean sees(long seq) {
    return intervals.stream().anyMatch(interval -> interval.holds(seq));
  }

  public Right at(long seq) {
    if (sees(seq)) {
      return Right.VISIBLE;
    }
    return isNone() || seq >= end() ? Right.LATER : Right.HIDDEN;
  }
}
