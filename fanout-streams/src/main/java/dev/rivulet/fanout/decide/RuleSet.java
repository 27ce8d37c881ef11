package dev.rivulet.fanout.decide;

import dev.rivulet.contracts.Bounds;
import java.time.Duration;

/// The limits and choices that a decision depends on, under a number that the log itself raises.
///
/// A set is never changed once it was released: a replay decides the commands of its time with it
/// again. What a decision depends on is added as a new set.
///
/// @param changes whether messages can be edited, deleted and reacted to, and groups changed
/// @param countsMembers whether events carry the number of members
/// @param bigByMembership whether the members of big conversations go to `big-members` instead of
///   into every inbox record
/// @param carriesMedia whether messages carry media with their facts, and a deletion names them
/// @param tellsHidden whether those from whom a seq is hidden are told of it, so that they do not
///   have to ask what it is
public record RuleSet(
    int number,
    int contentBytesMax,
    int membersMax,
    int membersPerCommand,
    int groupNameBytesMax,
    int mentionsMax,
    int mediaMax,
    int mediaFactsBytesMax,
    int intervalsMax,
    int emojiBytesMax,
    Duration editWindow,
    boolean changes,
    boolean countsMembers,
    boolean bigByMembership,
    boolean carriesMedia,
    boolean tellsHidden) {

  /// Before any `rules` command.
  static final RuleSet FIRST = of(1, 1_000, false, false);

  /// What can be said about messages and groups, and big groups.
  static final RuleSet WITH_CHANGES = of(2, Bounds.MEMBERS_MAX, true, false);

  /// And what is hidden arrives as `hidden`.
  static final RuleSet WITH_HIDDEN = of(3, Bounds.MEMBERS_MAX, true, true);

  private static RuleSet of(int number, int membersMax, boolean changes, boolean tellsHidden) {
    return new RuleSet(
        number,
        Bounds.CONTENT_BYTES_MAX,
        membersMax,
        Bounds.MEMBERS_PER_COMMAND,
        Bounds.GROUP_NAME_BYTES_MAX,
        Bounds.MENTIONS_MAX,
        Bounds.MEDIA_MAX,
        Bounds.MEDIA_FACTS_BYTES_MAX,
        32,
        Bounds.EMOJI_BYTES_MAX,
        Duration.ofHours(24),
        changes,
        changes,
        changes,
        changes,
        tellsHidden);
  }
}
