package dev.rivulet.sink;

import dev.rivulet.contracts.topic.Service;
import dev.rivulet.runtime.Parts;
import dev.rivulet.runtime.RunningService;
import dev.rivulet.runtime.ServiceMain;
import java.util.Map;

/// The storage sink: topics to Cassandra.
public final class StorageSink implements RunningService {
  private final Parts parts;
  private final Map<String, Integer> ports;

  private StorageSink(Parts parts, Map<String, Integer> ports) {
    this.parts = parts;
    this.ports = ports;
  }

  public static void main(String[] args) {
    ServiceMain.run(Service.STORAGE_SINK.text(), SinkConfig.class, StorageSink::start, args);
  }

  public static StorageSink start(SinkConfig config) {
    return Parts.assemble(parts -> new StorageSink(parts, new Wiring(config, parts).start()));
  }

  @Override
  public Map<String, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    parts.close();
  }
}
