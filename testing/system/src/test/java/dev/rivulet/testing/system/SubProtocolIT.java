package dev.rivulet.testing.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.loop.SerialLoop;
import dev.rivulet.contracts.frame.ConversationEvent;
import dev.rivulet.contracts.frame.SubProtocol;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// One device speaks protobuf, the other JSON, and both are in the same conversation.
@ExtendWith(StackExtension.class)
@Timeout(60)
@Order(2)
class SubProtocolIT {
  private static final int MESSAGES = 20;

  private final TestStack stack;

  SubProtocolIT(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void whoSpeaksProtobufTalksWithOneWhoSpeaksJson() throws Exception {
    List<ConversationEvent> heard = new CopyOnWriteArrayList<>();
    var options =
        ClientOptions.of(stack.addresses(), stack.transport(), SerialLoop.on(stack.scheduler()))
            .withSubProtocol(SubProtocol.PROTO);
    var listener =
        new ClientListener() {
          @Override
          public void event(ConversationEvent event) {
            heard.add(event);
          }
        };
    List<Person> people = stack.people(1);
    TestDevice ann = people.getFirst().device();
    RivuletClient bob = RivuletClient.create(options, listener);
    try {
      bob.signUp(TestStack.newHandle("bob"), TestStack.newPassword()).join();
      bob.start();
      bob.live().get(Talk.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      UUID direct = bob.api().openDirect(people.getFirst().id()).join();
      ann.awaitSeq(direct, 1);
      for (int number = 1; number <= MESSAGES; number++) {
        Talk.awaitSent(ann.send(direct, TestStack.BODY_MARK + " from JSON " + number));
        Talk.awaitSent(bob.send(direct, TestStack.BODY_MARK + " from protobuf " + number));
      }
      await("both have everything").until(() -> heard.size() > 2 * MESSAGES);
      assertThat(heard).isEqualTo(ann.view(direct));
    } finally {
      bob.close();
    }
    Checker.check(stack, heard.getFirst().conversation(), people);
    Person.closeAll(people);
  }
}
