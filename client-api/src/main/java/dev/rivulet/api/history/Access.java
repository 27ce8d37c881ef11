package dev.rivulet.api.history;

import com.google.protobuf.ByteString;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.Event;
import dev.rivulet.contracts.topic.HiddenSeqs;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// What one user may see of one conversation: the seqs of the intervals of his membership, without
/// the events that are hidden from him or meant for somebody else alone.
///
/// An interval begins with the event that made him a member, or earlier if the group shows its
/// history, and ends with the one that removed him, which he still sees. Membership only ever grows
/// at the end: what is hidden before the end of the last interval stays hidden, unless a later
/// membership shows the history.
public final class Access {
  private static final long OPEN = Long.MAX_VALUE;

  private final ByteString user;
  private final List<Interval> intervals;
  private final MemberRole role;

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

  private Access(UUID user, List<Interval> intervals, MemberRole role) {
    this.user = Ids.bytes(user);
    this.intervals = List.copyOf(intervals);
    this.role = role;
  }

  /// Out of a user's changes in the order of their seqs.
  public static Access of(UUID user, List<MembershipChange> changes) {
    List<Interval> intervals = new ArrayList<>();
    MemberRole role = MemberRole.MEMBER;
    long from = 0;
    for (MembershipChange change : changes) {
      if (change.joined()) {
        role = change.role();
        from = from == 0 ? begin(change) : from;
      } else if (from > 0) {
        intervals.add(new Interval(from, change.seq() + 1));
        from = 0;
      }
    }
    if (from > 0) {
      intervals.add(new Interval(from, OPEN));
    }
    return new Access(user, intervals, role);
  }

  private static long begin(MembershipChange joined) {
    return joined.visibleFrom() == 0 ? joined.seq() : joined.visibleFrom();
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
    return intervals.stream().mapToLong(Interval::from).min().orElse(OPEN);
  }

  /// Where the newest membership begins.
  public long visibleFrom() {
    return intervals.getLast().from();
  }

  /// The newest role.
  public MemberRole role() {
    return role;
  }

  /// The first seq behind all intervals; of a member, a number behind every seq.
  public long end() {
    return intervals.getLast().until();
  }

  public boolean sees(long seq) {
    return intervals.stream().anyMatch(interval -> interval.holds(seq));
  }

  /// By the seq alone: of an event that is there, see [#shows].
  public Right at(long seq) {
    if (sees(seq)) {
      return Right.VISIBLE;
    }
    return isNone() || seq >= end() ? Right.LATER : Right.HIDDEN;
  }

  public boolean shows(Event event) {
    return sees(event.getSeq()) && isFor(user, event);
  }

  /// The same of something that stands at a seq and may be hidden from some.
  public boolean shows(long seq, ByteString hiddenFrom) {
    return sees(seq) && !HiddenSeqs.names(hiddenFrom, user);
  }

  /// Whether an event is for this user, if he may see its seq at all.
  public static boolean isFor(ByteString user, Event event) {
    return HiddenSeqs.shows(event, user);
  }
}
