package dev.rivulet.runtime;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How to reach Cassandra; shared by every service that reads or writes tables.
@Section("cassandra")
public record CassandraConfig(
    @Doc("Nodes to ask first, host:port each") List<String> contactPoints,
    @Doc("The datacentre whose nodes are asked") @Default("datacenter1") String localDatacenter,
    @Doc("The keyspace that holds our tables") @Default("rivulet") String keyspace,
    @Doc("Login name; without it no login") Optional<String> username,
    @Doc("Login password") @Secret Optional<String> password,
    @Doc("Longest wait for one statement") @Default("2s") Duration requestTimeout,
    @Doc("How many copies must agree on a read or a write") @Default("LOCAL_QUORUM")
        Consistency consistency) {

  /// The driver's own names.
  public enum Consistency {
    ONE,
    LOCAL_ONE,
    QUORUM,
    LOCAL_QUORUM,
    EACH_QUORUM,
    ALL
  }

  public CassandraConfig {
    contactPoints = List.copyOf(contactPoints);
    Require.hostPorts("contact-points", contactPoints);
    Require.positive("request-timeout", requestTimeout);
    if (!keyspace.matches("[a-z][a-z0-9_]{0,47}")) {
      throw new IllegalArgumentException("keyspace \"" + keyspace + "\" is not a keyspace's name");
    }
    if (username.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException("username and password are given only together");
    }
  }

  /// The same cluster with another keyspace.
  public CassandraConfig withKeyspace(String other) {
    return new CassandraConfig(
        contactPoints, localDatacenter, other, username, password, requestTimeout, consistency);
  }

  /// The contact points as the driver takes them, names resolved now.
  public List<InetSocketAddress> contactAddresses() {
    return contactPoints.stream().map(Require::address).toList();
  }

  @Override
  public String toString() {
    return Configuration.printable(this).toString();
  }
}
