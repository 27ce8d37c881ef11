package dev.rivulet.testing.system;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// A user and his devices.
final class Person implements AutoCloseable {
  private final Clients clients;
  private Addresses addresses;
  private final String handle = TestStack.newHandle("person");
  private final String password = TestStack.newPassword();
  private final List<TestDevice> devices = new ArrayList<>();

  /// Not signed up yet.
  Person(Clients clients, Addresses addresses) {
    this.clients = clients;
    this.addresses = addresses;
    devices.add(new TestDevice(clients, addresses, new MemoryStore()));
  }

  CompletableFuture<?> signUp() {
    return device().client().signUp(handle, password);
  }

  UUID id() {
    return device().client().self();
  }

  String handle() {
    return handle;
  }

  String password() {
    return password;
  }

  /// His first device.
  TestDevice device() {
    return devices.getFirst();
  }

  List<TestDevice> devices() {
    return devices;
  }

  /// One more, logged in and live.
  TestDevice addDevice() {
    TestDevice device = new TestDevice(clients, addresses, new MemoryStore());
    device.client().logIn(handle, password).join();
    devices.add(device);
    device.start();
    device.awaitLive();
    return device;
  }

  /// Ends the client of his first device and goes on with another on what it had stored.
  TestDevice replaceClient(Addresses now) {
    addresses = now;
    device().close();
    TestDevice successor = device().successor(now);
    devices.set(0, successor);
    return successor;
  }

  @Override
  public void close() {
    devices.forEach(TestDevice::close);
  }

  static void closeAll(List<Person> people) {
    people.forEach(Person::close);
  }

  static List<UUID> ids(List<Person> people) {
    return people.stream().map(Person::id).toList();
  }

  @Override
  public String toString() {
    return handle;
  }
}
