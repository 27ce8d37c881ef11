package dev.rivulet.runtime;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// The checks that configuration records share; each names the key and the value that is wrong.
public final class Require {
  private static final int PORT_MAX = 65_535;

  private Require() {}

  public static void positive(String key, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(key + " " + value + " is not above 0");
    }
  }

  public static void positive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(key + " " + Durations.print(value) + " is not above 0");
    }
  }

  public static void between(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s %d is not between %d and %d".formatted(key, value, least, most));
    }
  }

  /// A port to listen on, 0 being any free one.
  public static void port(String key, int value) {
    between(key, value, 0, PORT_MAX);
  }

  /// At least one address, each `host:port`.
  public static void hostPorts(String key, List<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(key + " is empty");
    }
    for (String value : values) {
      if (!value.matches("[^\\s/]+:\\d{1,5}")) {
        throw new IllegalArgumentException(key + " \"" + value + "\" is not host:port");
      }
      between(key, Integer.parseInt(value.substring(value.lastIndexOf(':') + 1)), 1, PORT_MAX);
    }
  }

  static InetSocketAddress address(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    String host = hostPort.substring(0, colon).replaceAll("^\\[|]$", "");
    return new InetSocketAddress(host, Integer.parseInt(hostPort.substring(colon + 1)));
  }
}
