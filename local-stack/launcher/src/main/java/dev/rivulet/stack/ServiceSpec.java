package dev.rivulet.stack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How one of our services is run.
///
/// @param name what it is called in commands and logs
/// @param module its folder, whose build left a jar and a class path in `target`
/// @param mainClass its entry point
/// @param heapMegabytes the JVM's largest heap
/// @param jvmFlags more flags for its JVM
/// @param environment its own configuration; `${name}` stands for the instance's name, `${port}`
///   for its port, `${directory}` for the folder it keeps, `${stack}` for that of the whole stack
///   and `${api}` for the address of client-api
/// @param needs what it is started after
public record ServiceSpec(
    String name,
    String module,
    String mainClass,
    int heapMegabytes,
    List<String> jvmFlags,
    Map<String, String> environment,
    Set<Need> needs) {
  public ServiceSpec {
    jvmFlags = List.copyOf(jvmFlags);
    environment = Map.copyOf(environment);
    needs = Set.copyOf(needs);
    if (!name.matches("[a-z][a-z-]*[a-z]")) {
      throw new IllegalArgumentException("not a service's name: " + name);
    }
  }

  /// Whether clients connect to it; such services are stopped first.
  boolean hasClients() {
    return environment.containsValue("${port}");
  }

  /// The same with more configuration.
  public ServiceSpec withEnvironment(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new ServiceSpec(name, module, mainClass, heapMegabytes, jvmFlags, more, needs);
  }
}
