package dev.rivulet.testing.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The gateway processes of the installation, looked at from outside.
record Gateways(Path data) {
  private static final Pattern LINE = Pattern.compile("edge-gateway(-\\d+)? (\\d+) \\d+");
  private static final String ESTABLISHED = "01";
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  /// As `./rivulet bench` says where it keeps its things.
  static Gateways fromEnvironment() {
    return new Gateways(Path.of(Target.required("RIVULET_DATA")));
  }

  /// Pids, in the order of the instances.
  List<Long> pids() throws IOException {
    try (Stream<String> lines = Files.lines(data.resolve("run/processes"))) {
      return lines
          .map(LINE::matcher)
          .filter(line -> line.matches())
          .map(line -> Long.valueOf(line.group(2)))
          .toList();
    }
  }

  /// CPU time of all of them.
  Duration cpu() throws IOException {
    return pids().stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /// Heap of all of them that a full collection leaves, in bytes.
  long liveHeap() throws IOException, InterruptedException {
    long bytes = 0;
    for (long pid : pids()) {
      jcmd(pid, "GC.run");
      var used = USED.matcher(jcmd(pid, "GC.heap_info"));
      while (used.find()) {
        bytes += Long.parseLong(used.group(1)) << 10;
      }
    }
    return bytes;
  }

  /// Connections that a gateway holds, as the system counts them.
  ///
  /// @param port where it listens
  static int connections(int port) throws IOException {
    String local = "%04X".formatted(port);
    int count = 0;
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        var fields = line.strip().split(" +", -1);
        if (fields[1].endsWith(":" + local) && fields[3].equals(ESTABLISHED)) {
          count++;
        }
      }
    }
    return count;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(program, Long.toString(pid), command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + output);
    }
    return output;
  }
}
