package dev.rivulet.stack;

import dev.rivulet.servers.JvmFlags;
import dev.rivulet.servers.Launch;
import dev.rivulet.servers.Ports;
import dev.rivulet.servers.ServerProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One instance of one of our services. It is ready when its admin port says so.
public final class ServiceProcess extends ServerProcess {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final ServiceSpec spec;
  private final Place place;
  private final int adminPort;
  private final Jvm jvm;
  private final Map<String, String> environment;

  /// Where an instance runs.
  ///
  /// @param stack the folder of the whole stack
  /// @param number counts from 1
  /// @param port for its clients, 0 takes a free one; services without clients ignore it
  /// @param adminPort for health and metrics, 0 takes a free one
  record Place(Path stack, int number, int port, int adminPort) {}

  ServiceProcess(ServiceSpec spec, Place place, Jvm jvm, Map<String, String> environment) {
    super(
        name(spec, place.number()),
        place.stack().resolve("services").resolve(name(spec, place.number())),
        place.stack().resolve("logs").resolve(name(spec, place.number()) + ".log"),
        place.port());
    this.spec = spec;
    this.place = place;
    this.adminPort = Ports.orFree(place.adminPort());
    this.jvm = jvm;
    this.environment = environment;
  }

  /// `router`, `router-2`, `router-3` …
  static String name(ServiceSpec spec, int number) {
    return number == 1 ? spec.name() : spec.name() + "-" + number;
  }

  public ServiceSpec spec() {
    return spec;
  }

  /// Which instance of its service it is, from 1.
  public int number() {
    return place.number();
  }

  /// Where health and metrics are served.
  public int adminPort() {
    return adminPort;
  }

  @Override
  protected void prepare() {}

  @Override
  protected Launch launch() {
    List<String> command =
        jvm.command(
            spec.name(), number() == 1, spec.module(), spec.heapMegabytes(), spec.jvmFlags());
    command.add(spec.mainClass());
    Map<String, String> all = new HashMap<>(JvmFlags.ENVIRONMENT);
    all.putAll(environment);
    all.put("RIVULET_ADMIN_PORT", Integer.toString(adminPort));
    spec.environment().forEach((variable, value) -> all.put(variable, filled(value)));
    return new Launch(command, all, directory(), log());
  }

  @Override
  public boolean answers() {
    return answers("/health/ready");
  }

  /// Whether a path on the admin port answers 200.
  public boolean answers(String path) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + adminPort + path);
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException e) {
      return false;
    }
  }

  private String filled(String value) {
    return value
        .replace("${name}", name())
        .replace("${directory}", directory().toString())
        .replace("${stack}", place.stack().toString())
        .replace("${media}", environment.getOrDefault(StackEnvironment.MEDIA_URL, ""))
        .replace("${gateways}", environment.getOrDefault(StackEnvironment.GATEWAY_URL, ""))
        .replace("${port}", Integer.toString(port()))
        .replace("${api}", environment.getOrDefault(StackEnvironment.API_URL, ""));
  }
}
