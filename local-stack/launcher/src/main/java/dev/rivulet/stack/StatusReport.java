package dev.rivulet.stack;

import dev.rivulet.servers.Memory;
import dev.rivulet.servers.ServerProcess;
import java.net.URI;
import java.util.List;

/// What `./rivulet status` prints.
///
/// @param ready whether every process is
/// @param text a table of processes, and the addresses
record StatusReport(boolean ready, String text) {
  private static final String ROW = "%-18s %-10s %8s %6s %6s %9s%n";

  private record Line(String name, String state, long pid, String port, String admin, long bytes) {}

  static StatusReport of(LocalStack stack) {
    List<Line> lines = stack.processes().parallelStream().map(StatusReport::line).toList();
    StringBuilder text = new StringBuilder();
    text.append(ROW.formatted("PROCESS", "STATE", "PID", "PORT", "ADMIN", "MEMORY"));
    long total = 0;
    for (Line line : lines) {
      text.append(
          ROW.formatted(
              line.name(),
              line.state(),
              line.pid(),
              line.port(),
              line.admin(),
              megabytes(line.bytes())));
      total += line.bytes();
    }
    long own = ProcessHandle.current().pid();
    long ownBytes = Memory.residentBytes(own);
    text.append(ROW.formatted("launcher", "ready", own, "", "", megabytes(ownBytes)));
    text.append(ROW.formatted("total", "", "", "", "", megabytes(total + ownBytes)));
    text.append(addresses(stack));
    return new StatusReport(lines.stream().allMatch(l -> l.state().equals("ready")), "" + text);
  }

  static String addresses(LocalStack stack) {
    StringBuilder text = new StringBuilder("\n");
    text.append("HTTP        ").append(stack.api()).append('\n');
    for (URI gateway : stack.gateways()) {
      text.append("WebSocket   ").append(gateway).append('\n');
    }
    return text.toString();
  }

  /// For the start: a port only where somebody can connect to it.
  static String readyLine(ServerProcess process, double seconds) {
    var line = "%-18s ready   %5.1f s".formatted(process.name(), seconds);
    return hasClients(process) ? line + "   port " + process.port() : line;
  }

  private static boolean hasClients(ServerProcess process) {
    return !(process instanceof ServiceProcess service) || service.spec().hasClients();
  }

  private static Line line(ServerProcess process) {
    String state = !process.isAlive() ? "down" : process.answers() ? "ready" : "not-ready";
    boolean service = process instanceof ServiceProcess;
    return new Line(
        process.name(),
        state,
        process.pid(),
        hasClients(process) ? Integer.toString(process.port()) : "-",
        service ? Integer.toString(((ServiceProcess) process).adminPort()) : "-",
        process.residentBytes());
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
