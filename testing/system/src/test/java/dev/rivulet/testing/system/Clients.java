package dev.rivulet.testing.system;

import dev.rivulet.client.Addresses;
import dev.rivulet.client.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/// What clients share, wherever the servers are.
interface Clients {
  int SIGN_UPS_AT_ONCE = 16;

  ScheduledExecutorService scheduler();

  Transport transport();

  /// New users with one device each at these addresses, all of them live.
  default List<Person> people(int count, Addresses addresses) {
    List<Person> people = new ArrayList<>();
    IntStream.range(0, count).forEach(number -> people.add(new Person(this, addresses)));
    for (int from = 0; from < count; from += SIGN_UPS_AT_ONCE) {
      people.subList(from, Math.min(count, from + SIGN_UPS_AT_ONCE)).stream()
          .map(Person::signUp)
          .toList()
          .forEach(done -> done.join());
    }
    people.forEach(person -> person.device().start());
    people.forEach(person -> person.device().awaitLive());
    return people;
  }
}
