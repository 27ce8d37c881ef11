package dev.rivulet.api.history;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a group is called and how it is kept, each with the seq that said so last.
public record GroupState(
    @Nullable Said<String> name,
    @Nullable Said<UUID> picture,
    @Nullable Said<Boolean> closed,
    @Nullable Said<Boolean> fromTheStart) {
  public static final GroupState NONE = new GroupState(null, null, null, null);

  /// A value and the seq of the event that set it.
  public record Said<T>(T value, long seq) {}

  /// What is known to one who sees nothing after `seq`: what was changed later is not told, and
  /// what it was before is not kept.
  public GroupState asOf(long seq) {
    return new GroupState(
        until(name, seq), until(picture, seq), until(closed, seq), until(fromTheStart, seq));
  }

  private static <T> @Nullable Said<T> until(@Nullable Said<T> said, long seq) {
    return said != null && said.seq() <= seq ? said : null;
  }
}
