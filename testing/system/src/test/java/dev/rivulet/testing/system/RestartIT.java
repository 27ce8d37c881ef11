package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Everything is stopped and started again on the same data.
@ExtendWith(StackExtension.class)
@Timeout(240)
@Order(7)
@Tag("slow")
class RestartIT {
  private final TestStack stack;

  RestartIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void nothingIsForgottenOverARestartOfEverything() {
    List<Person> people = stack.people(3);
    UUID group = Talk.newGroup(people);
    people.forEach(person -> Talk.awaitSent(person.device().sendMany(group, 100)));
    Truth before = Checker.check(stack, group, people);
    long sizeBefore = stack.log().size();
    people.forEach(person -> person.device().client().stop());

    stack.restart();

    assertThat(stack.log().catchUp().size()).isEqualTo(sizeBefore);
    assertThat(stack.log().truth(group).all()).isEqualTo(before.all());
    for (Person person : people) {
      person.replaceClient(stack.addresses()).start();
    }
    people.forEach(person -> person.device().awaitLive());
    people.forEach(person -> Talk.awaitSent(person.device().sendMany(group, 20)));
    Truth after = Checker.check(stack, group, people);
    assertThat(after.lastSeq()).isEqualTo(before.lastSeq() + 60);
    // Passwords are kept as well: a new device is told everything.
    people.getFirst().addDevice();
    Checker.check(stack, group, people);
    Person.closeAll(people);
  }
}
