package dev.rivulet.testing.system;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.client.transport.JdkTransport;
import dev.rivulet.client.transport.Transport;
import dev.rivulet.servers.Installation;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/// A Rivulet that runs already, of which clients know one address: that of `rivulet.deployment`,
/// for instance `https://localhost:8443`. `rivulet.certificate` is the file of its certificate, and
/// `rivulet.project` its name in compose.
final class Deployment implements Clients, AutoCloseable {
  private final URI address = URI.create(property("rivulet.deployment"));
  private final ScheduledExecutorService scheduler = SerialLoop.scheduler("clients", 2);
  private final HttpClient http;
  private final Transport transport;

  Deployment() {
    SSLContext trust =
        Trust.in(Installation.find().root().resolve(property("rivulet.certificate")));
    // Uploads have a client of their own.
    SSLContext.setDefault(trust);
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(trust).build();
    transport = new JdkTransport(http);
  }

  URI address() {
    return address;
  }

  HttpClient http() {
    return http;
  }

  Addresses addresses() {
    return new Addresses(
        address, List.of(URI.create("wss://" + address.getAuthority() + "/v1/ws")));
  }

  List<Person> people(int count) {
    return people(count, addresses());
  }

  static Containers containers() {
    return new Containers(property("rivulet.project"));
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public Transport transport() {
    return transport;
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    http.close();
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name + " is not given");
  }
}
