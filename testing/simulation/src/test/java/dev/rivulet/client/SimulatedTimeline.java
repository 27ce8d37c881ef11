package dev.rivulet.client;

import dev.rivulet.contracts.frame.ConversationEvent;
import java.util.List;
import java.util.Optional;

/// Opens [Timeline] to the simulation.
public final class SimulatedTimeline {
  private Timeline timeline = new Timeline();

  /// The process ends: what was handed over is remembered, what waited is not.
  public void restart() {
    timeline = timeline.started() ? new Timeline(timeline.progress()) : new Timeline();
  }

  public boolean started() {
    return timeline.started();
  }

  public List<ConversationEvent> start(long seq) {
    return timeline.start(seq);
  }

  public List<ConversationEvent> offer(ConversationEvent event) {
    return timeline.offer(event);
  }

  /// The lowest event that waits.
  public Optional<ConversationEvent> first() {
    return timeline.first();
  }

  /// What came can be remembered: a timeline without a beginning holds it in memory alone.
  public boolean isRemembered() {
    return timeline.started() || timeline.first().isEmpty();
  }

  public long missingFrom() {
    return timeline.missing(100).map(Timeline.Range::from).orElse(0L);
  }

  public long missingTo() {
    return timeline.missing(100).map(Timeline.Range::to).orElse(0L);
  }

  public List<ConversationEvent> filled(List<ConversationEvent> events) {
    return timeline.missing(100).map(range -> timeline.filled(range, events)).orElse(List.of());
  }
}
