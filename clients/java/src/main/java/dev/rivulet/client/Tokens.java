package dev.rivulet.client;

import dev.rivulet.client.api.AccessTokens;
import dev.rivulet.client.api.ApiFailure;
import dev.rivulet.client.api.ChatApi;
import dev.rivulet.client.api.FreshTokens;
import dev.rivulet.client.api.LoggedIn;
import dev.rivulet.client.loop.EventLoop;
import dev.rivulet.client.store.Account;
import dev.rivulet.client.store.Change;
import dev.rivulet.client.store.ClientStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The account and its tokens. One refresh at a time, however many ask; the new refresh token is
/// saved before anything uses the access token that came with it.
///
/// A refresh token that is no longer good is replaced by logging in as the same device again when
/// the password is known to this process.
final class Tokens implements AccessTokens {
  /// A token is replaced this long before it expires, or after three quarters of a short life.
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private static final int UNAUTHORIZED = 401;

  private final EventLoop loop;
  private final ClientStore store;
  private @Nullable ChatApi api;
  private @Nullable String password;
  private @Nullable CompletableFuture<String> refreshing;
  private @Nullable String refused;
  private long lifetimeMillis = Long.MAX_VALUE;

  Tokens(EventLoop loop, ClientStore store) {
    this.loop = loop;
    this.store = store;
  }

  void use(ChatApi chatApi) {
    api = chatApi;
  }

  /// On the loop.
  void loggedIn(LoggedIn answer, String withPassword) {
    password = withPassword;
    save(
        new Account(
            answer.user(),
            answer.handle(),
            answer.displayName(),
            answer.device(),
            answer.accessToken(),
            answer.refreshToken(),
            expiry(answer.expiresIn())));
  }

  @Override
  public CompletableFuture<String> current() {
    var token = new CompletableFuture<String>();
    onLoop(() -> complete(token, valid()));
    return token;
  }

  @Override
  public CompletableFuture<String> insteadOf(String refusedToken) {
    var token = new CompletableFuture<String>();
    onLoop(
        () -> {
          refused = refusedToken;
          complete(token, valid());
        });
    return token;
  }

  /// On the loop: the access token that is there may be past its time whatever its own clock says.
  void distrust() {
    refused = account().accessToken();
  }

  /// When the present access token is to be replaced, in milliseconds since 1970.
  long renewAt() {
    return account().expiresAt() - margin();
  }

  private CompletableFuture<String> valid() {
    var account = account();
    boolean good =
        loop.millis() < account.expiresAt() - margin() / 2
            && !account.accessToken().equals(refused);
    return good ? CompletableFuture.completedFuture(account.accessToken()) : refresh(account);
  }

  private CompletableFuture<String> refresh(Account account) {
    if (refreshing != null) {
      return refreshing;
    }
    var token = new CompletableFuture<String>();
    refreshing = token;
    loop.when(
        api().refresh(account.refreshToken()),
        fresh -> {
          save(with(account, fresh));
          finish(token);
        },
        failure -> {
          if (isUnauthorized(failure) && password != null) {
            logInAgain(account, password, token);
          } else {
            fail(token, failure);
          }
        });
    return token;
  }

  private void logInAgain(Account account, String known, CompletableFuture<String> token) {
    loop.when(
        api().logIn(account.handle(), known, account.device(), null),
        answer -> {
          loggedIn(answer, known);
          finish(token);
        },
        failure -> fail(token, failure));
  }

  private void finish(CompletableFuture<String> token) {
    refreshing = null;
    refused = null;
    token.complete(account().accessToken());
  }

  private void fail(CompletableFuture<String> token, Throwable failure) {
    refreshing = null;
    token.completeExceptionally(failure);
  }

  private Account with(Account account, FreshTokens fresh) {
    return account.with(fresh.accessToken(), fresh.refreshToken(), expiry(fresh.expiresIn()));
  }

  private long expiry(long seconds) {
    lifetimeMillis = seconds * 1000;
    return loop.millis() + lifetimeMillis;
  }

  private long margin() {
    return Math.min(MARGIN.toMillis(), lifetimeMillis / 4);
  }

  private void save(Account account) {
    store.save(new Change.LoggedIn(account));
  }

  private Account account() {
    return store
        .state()
        .account()
        .orElseThrow(() -> new IllegalStateException("not logged in: sign up or log in first"));
  }

  private ChatApi api() {
    if (api == null) {
      throw new IllegalStateException("not wired");
    }
    return api;
  }

  static boolean isUnauthorized(Throwable failure) {
    return failure instanceof ApiFailure answer && answer.status() == UNAUTHORIZED;
  }

  private void onLoop(Runnable task) {
    if (loop.inside()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private static void complete(CompletableFuture<String> token, CompletableFuture<String> from) {
    var _ =
        from.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                token.complete(value);
              } else {
                token.completeExceptionally(failure);
              }
            });
  }
}
