package dev.rivulet.testing.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// CPU time of the processes of an installation on this machine.
final class Cpu {
  private static final String[][] NAMES = {
    {"dev.rivulet.gateway.EdgeGateway", "edge-gateway"},
    {"dev.rivulet.fanout.Fanout", "fanout"},
    {"dev.rivulet.router.Router", "router"},
    {"dev.rivulet.sink.StorageSink", "storage-sink"},
    {"dev.rivulet.api.ClientApi", "client-api"},
    {"kafka.Kafka", "kafka"},
    {"CassandraDaemon", "cassandra"},
    {"redis-server", "redis"},
    {"dev.rivulet.testing.load.Bench", "bench"},
  };

  private Cpu() {}

  static Map<String, Duration> now() {
    var times = new TreeMap<String, Duration>();
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              var command = process.info().commandLine().orElse("");
              for (var name : NAMES) {
                if (command.contains(name[0])) {
                  var time = process.info().totalCpuDuration().orElse(Duration.ZERO);
                  times.merge(name[1], time, Duration::plus);
                  return;
                }
              }
            });
    return times;
  }
}
