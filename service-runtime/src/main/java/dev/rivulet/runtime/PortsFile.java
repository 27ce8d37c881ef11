package dev.rivulet.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/// Tells a launcher which ports a service got, as `{"admin":1234,"http":5678}`. It appears whole or
/// not at all, once the service has started.
final class PortsFile {
  static final String VARIABLE = "RIVULET_PORTS_FILE";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PortsFile() {}

  static void write(Path file, Map<String, Integer> ports) {
    Path target = file.toAbsolutePath();
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.write(fresh, JSON.writeValueAsBytes(new TreeMap<>(ports)));
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw ServiceFailure.unavailable(VARIABLE + " " + file + " cannot be written: " + e, e);
    }
  }
}
