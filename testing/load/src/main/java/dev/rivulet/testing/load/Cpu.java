package dev.rivulet.testing.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
              var command = commandLine(process);
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

  /// From /proc where there is one: ProcessHandle cuts a command line after 4,096 characters, and a
  /// class path is longer.
  private static String commandLine(ProcessHandle process) {
    var file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException otherSystemOrEndedProcess) {
      return process.info().commandLine().orElse("");
    }
  }
}
