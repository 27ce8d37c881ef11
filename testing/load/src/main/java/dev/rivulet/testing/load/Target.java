package dev.rivulet.testing.load;

import dev.rivulet.client.Addresses;

/// The installation that is measured.
record Target(Addresses addresses, String kafka, String topicPrefix) {
  /// As `./rivulet bench` sets it.
  static Target fromEnvironment() {
    var gateways = required("RIVULET_CLIENT_GATEWAY_URL").split(",");
    return new Target(
        Addresses.of(required("RIVULET_CLIENT_API_URL"), gateways),
        required("RIVULET_KAFKA_BOOTSTRAP_SERVERS"),
        System.getenv().getOrDefault("RIVULET_KAFKA_TOPIC_PREFIX", "rivulet."));
  }

  static String required(String name) {
    var value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(name + " is not set: run it as ./rivulet bench");
    }
    return value;
  }
}
