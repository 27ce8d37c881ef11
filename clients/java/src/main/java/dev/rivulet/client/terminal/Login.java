package dev.rivulet.client.terminal;

import dev.rivulet.client.ClientListener;
import dev.rivulet.client.ClientOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.loop.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Gets a client that is signed up or logged in, without asking anybody anything.
final class Login {
  private static final int UNAUTHORIZED = 401;
  private static final int CONFLICT = 409;

  private final Environment environment;

  Login(Environment environment) {
    this.environment = environment;
  }

  /// `historyMax`: how many old messages of each conversation a new device is given.
  RivuletClient open(String name, String device, long historyMax, ClientListener listener) {
    var home = new ClientHome(environment.clients(), name);
    var given = environment.password();
    var password = given == null ? home.password() : given;
    var options =
        ClientOptions.of(environment.addresses())
            .withStore(home.store(device))
            .withHistoryMax(historyMax);
    var client = RivuletClient.create(options, listener);
    try {
      enter(client, name, password);
      return client;
    } catch (ChatFailure failed) {
      client.close();
      throw failed;
    }
  }

  /// As the known device; as a new one, if the known one was revoked; as a new account, if the
  /// servers do not know this one (any more).
  private void enter(RivuletClient client, String name, String password) {
    boolean known = client.account().isPresent();
    if (known && succeeds(client.logIn(name, password), UNAUTHORIZED)) {
      return;
    }
    if (known && succeeds(client.logInAnew(name, password), UNAUTHORIZED)) {
      return;
    }
    if (succeeds(client.signUp(name, password), CONFLICT)) {
      return;
    }
    if (!succeeds(client.logInAnew(name, password), UNAUTHORIZED)) {
      throw ChatFailure.failed(
          "the name " + name + " is taken, and the password does not fit; set RIVULET_PASSWORD");
    }
  }

  /// Whether it was done; false for the expected answer that it was not.
  private boolean succeeds(CompletableFuture<?> attempt, int expectedStatus) {
    try {
      attempt.join();
      return true;
    } catch (CompletionException failed) {
      if (EventLoop.cause(failed) instanceof ApiFailure answer) {
        if (answer.status() == expectedStatus) {
          return false;
        }
        throw ChatFailure.failed(explained(answer));
      }
      throw failed;
    }
  }

  private String explained(ApiFailure answer) {
    return answer.status() == 0
        ? "nobody answers at " + environment.addresses().api() + "; start it with ./rivulet up"
        : "not let in: " + SafeText.visible(String.valueOf(answer.getMessage()));
  }
}
