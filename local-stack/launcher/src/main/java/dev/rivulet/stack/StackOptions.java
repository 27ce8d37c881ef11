package dev.rivulet.stack;

import dev.rivulet.servers.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a local stack is run. The servers that no chosen service needs are not started.
///
/// @param ports which ports
/// @param services which services
/// @param instances how many of a service at first; 1 where nothing is said
/// @param environment configuration for every service, over what the stack sets
/// @param autoRestart whether a process that ends is started again
/// @param sharedClasses where the JVMs keep their class archives; null keeps none
/// @param progress told one line per step
public record StackOptions(
    StackPorts ports,
    List<ServiceSpec> services,
    Map<String, Integer> instances,
    Map<String, String> environment,
    boolean autoRestart,
    @Nullable Path sharedClasses,
    Consumer<String> progress) {
  public StackOptions {
    services = List.copyOf(services);
    instances = Map.copyOf(instances);
    environment = Map.copyOf(environment);
  }

  /// All services on free ports; what is killed stays dead; no progress lines. The class archives
  /// are shared by all tests of this build.
  public static StackOptions forTests() {
    return new StackOptions(
        StackPorts.free(),
        Services.ALL,
        Map.of(),
        Map.of(),
        false,
        Installation.find().root().resolve("local-stack/launcher/target/shared-classes"),
        line -> {});
  }

  public StackOptions withPorts(StackPorts ports) {
    return new StackOptions(
        ports, services, instances, environment, autoRestart, sharedClasses, progress);
  }

  /// Only these of the services.
  public StackOptions withOnly(String... names) {
    Set<String> wanted = Set.of(names);
    List<ServiceSpec> chosen =
        services.stream().filter(service -> wanted.contains(service.name())).toList();
    if (chosen.size() != wanted.size()) {
      throw new IllegalArgumentException("unknown services among " + wanted);
    }
    return withServices(chosen);
  }

  public StackOptions withServices(List<ServiceSpec> services) {
    return new StackOptions(
        ports, services, instances, environment, autoRestart, sharedClasses, progress);
  }

  public StackOptions withInstances(String service, int count) {
    Map<String, Integer> more = new HashMap<>(instances);
    more.put(service, count);
    return new StackOptions(
        ports, services, more, environment, autoRestart, sharedClasses, progress);
  }

  /// For one service: `withService(spec.withEnvironment(…))`.
  public StackOptions withService(ServiceSpec changed) {
    List<ServiceSpec> all = new ArrayList<>(services);
    all.replaceAll(service -> service.name().equals(changed.name()) ? changed : service);
    return withServices(all);
  }

  /// For every service.
  public StackOptions withEnvironment(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new StackOptions(ports, services, instances, more, autoRestart, sharedClasses, progress);
  }

  public StackOptions withAutoRestart(boolean on) {
    return new StackOptions(ports, services, instances, environment, on, sharedClasses, progress);
  }

  public StackOptions withSharedClasses(@Nullable Path directory) {
    return new StackOptions(
        ports, services, instances, environment, autoRestart, directory, progress);
  }

  public StackOptions withProgress(Consumer<String> progress) {
    return new StackOptions(
        ports, services, instances, environment, autoRestart, sharedClasses, progress);
  }
}
