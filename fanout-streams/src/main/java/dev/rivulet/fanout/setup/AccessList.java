package dev.rivulet.fanout.setup;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import dev.rivulet.contracts.topic.Service;
import dev.rivulet.contracts.topic.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/// What the brokers allow, as the catalogue says who writes and who reads; all else they deny
/// (`allow.everyone.if.no.acl.found=false`). One principal per service.
final class AccessList {
  /// Their applications keep state in topics of their own.
  private static final List<Service> WITH_STATE = List.of(Service.FANOUT, Service.ROUTER);

  private final String prefix;
  private final Set<AclBinding> bindings = new LinkedHashSet<>();

  private AccessList(String prefix) {
    this.prefix = prefix;
  }

  /// Every entry, for topics of that prefix.
  static Set<AclBinding> of(String prefix) {
    var list = new AccessList(prefix);
    for (var service : Service.values()) {
      list.add(service);
    }
    return list.bindings;
  }

  static String principal(Service service) {
    return "User:" + service.text();
  }

  private void add(Service service) {
    for (var topic : Topic.values()) {
      if (topic.writtenBy().contains(service)) {
        allow(service, TOPIC, topic.name(prefix), LITERAL, WRITE);
      }
      if (topic.readBy().contains(service)) {
        allow(service, TOPIC, topic.name(prefix), LITERAL, READ);
      }
    }
    // Groups and transactions are named after who uses them.
    for (var name : List.of(service.text(), prefix + service.text())) {
      allow(service, GROUP, name, PREFIXED, READ);
    }
    if (service != Service.DATA_TEAMS) {
      // To compare partition counts at the start.
      allow(service, TOPIC, prefix, PREFIXED, DESCRIBE);
    }
    if (WITH_STATE.contains(service)) {
      var own = prefix + service.text();
      allow(service, TRANSACTIONAL_ID, own, PREFIXED, WRITE, DESCRIBE);
      allow(service, TOPIC, own + "-", PREFIXED, CREATE, READ, WRITE, DELETE, DESCRIBE_CONFIGS);
    }
  }

  private void allow(
      Service service,
      ResourceType type,
      String name,
      PatternType pattern,
      AclOperation... operations) {
    for (var operation : operations) {
      bindings.add(
          new AclBinding(
              new ResourcePattern(type, name, pattern),
              new AccessControlEntry(principal(service), "*", operation, AclPermissionType.ALLOW)));
    }
  }
}
