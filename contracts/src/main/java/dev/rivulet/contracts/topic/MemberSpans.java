package dev.rivulet.contracts.topic;

import dev.rivulet.contracts.log.MemberInterval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// When somebody was a member of a conversation, as far as is known, by seq.
///
/// What is known comes from records that may repeat, come late and out of order, so it is a set of
/// facts ("a member from this seq on", "none from this seq on") that only grows: the same facts in
/// any order are the same membership. A seq is asked of the last fact at or before it.
public final class MemberSpans {
  public static final MemberSpans NONE = new MemberSpans(new long[0]);

  /// Sorted, each once: 2 * seq, and 1 more for the beginning of a membership. Whoever leaves and
  /// comes back by two events in a row does both at the same seq, and is a member from there on.
  private final long[] facts;

  private MemberSpans(long[] facts) {
    this.facts = facts;
  }

  public static MemberSpans joined(long seq) {
    return new MemberSpans(new long[] {2 * seq + 1});
  }

  /// `seq` is the first that is not seen any more.
  public static MemberSpans left(long seq) {
    return new MemberSpans(new long[] {2 * seq});
  }

  public static MemberSpans of(List<MemberInterval> intervals) {
    var facts = LongStream.builder();
    for (var interval : intervals) {
      facts.add(2 * interval.getJoined() + 1);
      if (interval.getLeft() != 0) {
        facts.add(2 * interval.getLeft());
      }
    }
    return new MemberSpans(facts.build().sorted().distinct().toArray());
  }

  /// This object itself if the other says nothing new.
  public MemberSpans and(MemberSpans other) {
    var all =
        LongStream.concat(Arrays.stream(facts), Arrays.stream(other.facts))
            .sorted()
            .distinct()
            .toArray();
    return all.length == facts.length ? this : new MemberSpans(all);
  }

  public boolean contains(long seq) {
    int at = Arrays.binarySearch(facts, 2 * seq + 1);
    int last = at >= 0 ? at : -at - 2;
    return last >= 0 && begins(last);
  }

  /// Whether the newest that is known is a beginning.
  public boolean lasts() {
    return facts.length > 0 && begins(facts.length - 1);
  }

  /// The first seq that is not seen any more, of a membership that does not last; 0 if there was
  /// none.
  public long end() {
    return facts.length == 0 ? 0 : facts[facts.length - 1] / 2;
  }

  public boolean isEmpty() {
    return facts.length == 0;
  }

  public List<MemberInterval> intervals() {
    var intervals = new ArrayList<MemberInterval>();
    for (int i = 0; i < facts.length; i++) {
      if (begins(i)) {
        long seq = facts[i] / 2;
        var interval = MemberInterval.newBuilder().setVisibleFrom(seq).setJoined(seq);
        if (i + 1 < facts.length && !begins(i + 1)) {
          interval.setLeft(facts[i + 1] / 2);
        }
        intervals.add(interval.build());
      }
    }
    return intervals;
  }

  private boolean begins(int fact) {
    return (facts[fact] & 1) == 1;
  }
}
