package dev.rivulet.sink.progress;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.util.OptionalLong;

/// Reads what [Progress] wrote: from where a topic can go on when its group has lost its offsets.
public final class StoredProgress {
  private final CqlSession session;
  private final PreparedStatement select;

  public StoredProgress(CqlSession session) {
    this.session = session;
    this.select =
        session.prepare(
            "SELECT next_offset FROM sink_progress"
                + " WHERE topic = ? AND partition = ? AND generation = ?");
  }

  OptionalLong next(String topic, int partition, int generation) {
    var statement = select.bind(topic, partition, generation).setIdempotent(true);
    var row = session.execute(statement).one();
    return row == null ? OptionalLong.empty() : OptionalLong.of(row.getLong("next_offset"));
  }
}
