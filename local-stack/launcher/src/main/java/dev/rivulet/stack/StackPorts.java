package dev.rivulet.stack;

import java.util.Map;
import java.util.Set;

/// Which ports are used. 0 stands for any free one.
///
/// @param base the first of a block of 60; 0 takes free ports for everything
/// @param overrides single ports by name: `http`, `ws`, `kafka`, `cassandra`, `redis`, `balancer`,
///   `tls`
public record StackPorts(int base, Map<String, Integer> overrides) {
  /// The block that `./rivulet up` uses unless told otherwise.
  public static final int DEFAULT_BASE = 8080;

  /// How many ports from the base on may be used.
  public static final int BLOCK = 60;

  private static final int INSTANCES = 8;
  private static final Map<String, Integer> OFFSETS =
      Map.of(
          "http", 0, "ws", 1, "kafka", 10, "cassandra", 11, "redis", 12, "balancer", 50, "tls", 51);

  public StackPorts {
    overrides = Map.copyOf(overrides);
    if (base != 0 && (base < 1024 || base > 65_535 - BLOCK)) {
      throw new IllegalArgumentException(
          "the port base must be from 1024 to " + (65_535 - BLOCK) + ", not " + base);
    }
  }

  /// Free ports for everything, as tests want it.
  public static StackPorts free() {
    return new StackPorts(0, Map.of());
  }

  /// The port of a server, or of the first instance of a service.
  int of(String name) {
    int offset = OFFSETS.getOrDefault(name, 0);
    return overrides.getOrDefault(name, base == 0 ? 0 : base + offset);
  }

  /// The port that clients of a service's instance use; instances count from 1.
  int ofService(String service, int number) {
    String name =
        switch (service) {
          case Services.CLIENT_API -> "http";
          case Services.EDGE_GATEWAY -> "ws";
          default -> "";
        };
    int first = name.isEmpty() ? 0 : of(name);
    boolean next = name.equals("ws") && number <= INSTANCES;
    return first == 0 || (number > 1 && !next) ? 0 : first + number - 1;
  }

  /// The admin port of an instance; `index` is the service's place in the list.
  int ofAdmin(int index, int number) {
    boolean planned = base != 0 && number == 1 && index < INSTANCES;
    return planned ? base + 20 + index : 0;
  }

  /// The balancer's other ports, which no client uses, count from 2.
  int ofBalancer(int index) {
    return base == 0 ? 0 : base + OFFSETS.getOrDefault("balancer", 0) + index;
  }

  /// The names that may be overridden.
  static Set<String> names() {
    return OFFSETS.keySet();
  }
}
