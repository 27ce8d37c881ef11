package dev.rivulet.gateway.delivery;

/// Suggests a free slot. It may be wrong or away: only the claim in the log decides.
public interface SlotLeases {
  /// What is known of free slots.
  sealed interface Suggestion {
    record Free(int slot) implements Suggestion {}

    record AllTaken() implements Suggestion {}

    /// Nobody can be asked now.
    record Away() implements Suggestion {}
  }

  /// Leases a slot if one is free; renewed until it is given back or another is leased.
  Suggestion lease(int slots);

  void giveBack(int slot);
}
