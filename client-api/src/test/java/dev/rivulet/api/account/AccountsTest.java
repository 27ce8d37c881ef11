package dev.rivulet.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rivulet.api.ManualClock;
import dev.rivulet.api.device.Device;
import dev.rivulet.api.device.DeviceAsked;
import dev.rivulet.api.device.Devices;
import dev.rivulet.api.device.MemoryDeviceStore;
import dev.rivulet.api.http.Problem;
import dev.rivulet.api.log.MemoryCommandLog;
import dev.rivulet.api.token.AccessTokens;
import dev.rivulet.api.token.Caller;
import dev.rivulet.api.token.KeyedIds;
import dev.rivulet.api.token.RefreshTokens;
import dev.rivulet.api.token.SigningKeys;
import dev.rivulet.contracts.id.Ids;
import dev.rivulet.contracts.log.UserRecord;
import dev.rivulet.token.Revocations;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final String PASSWORD = "correct horse";
  private static final DeviceAsked PHONE = DeviceAsked.called("phone");
  private static final Handle ANN = new Handle("ann");

  private final ManualClock clock = new ManualClock();
  private final SigningKeys keys = SigningKeys.fresh();
  private final MemoryAccountStore store = new MemoryAccountStore();
  private final MemoryCommandLog log = new MemoryCommandLog();
  private final Map<String, UUID> cached = new HashMap<>();
  private final Devices devices =
      new Devices(
          new MemoryDeviceStore(),
          new Devices.Issuing(
              new AccessTokens(keys, "rivulet", "rivulet", Duration.ofMinutes(15), clock),
              new RefreshTokens(keys),
              new KeyedIds(keys)),
          log,
          new Revocations(Duration.ofMinutes(15), clock),
          new Devices.Settings(Duration.ofSeconds(60), Duration.ofDays(90), 10),
          clock);
  private final PasswordHasher hasher =
      new PasswordHasher(new PasswordCost(64, 1, 1, 1, 4), new SimpleMeterRegistry());
  private final Accounts accounts =
      new Accounts(
          store, new PasswordRules(Set.of("qwertyuiop")), hasher, devices, log, cached::put, clock);

  @AfterEach
  void close() {
    hasher.close();
  }

  private static DeviceAsked known(UUID device) {
    return new DeviceAsked("phone", Optional.of(device), Optional.empty());
  }

  private static DeviceAsked keyed(String key) {
    return new DeviceAsked("phone", Optional.empty(), Optional.of(key));
  }

  private Accounts.SignedIn signUpUnder(String key, String password) {
    UUID id = new KeyedIds(keys).account(ANN.text(), key);
    return accounts.signUp(ANN, password, "Ann", keyed(key), Optional.of(id));
  }

  @Test
  void aSignUpUnderTheSameKeyIsTheSameAccountAndDevice() {
    Accounts.SignedIn first = signUpUnder("key-1", PASSWORD);
    Accounts.SignedIn again = signUpUnder("key-1", PASSWORD);
    assertThat(again.user()).isEqualTo(first.user());
    assertThat(again.grant().device()).isEqualTo(first.grant().device());
    assertThat(devices.list(first.user().id())).hasSize(1);
    refuses(() -> signUpUnder("key-1", "another horse"), 409, "handle-taken");
    refuses(() -> signUpUnder("key-2", PASSWORD), 409, "handle-taken");
  }

  @Test
  void aSignUpThatWasCutShortGoesOnUnderItsKeyAndPasswordAlone() {
    UUID id = new KeyedIds(keys).account(ANN.text(), "key-1");
    User begun = new User(id, ANN.text(), "Ann", clock.instant());
    store.insert(begun, Optional.of(hasher.hash(PASSWORD)));
    refuses(() -> signUpUnder("key-1", "another horse"), 409, "handle-taken");
    assertThat(signUpUnder("key-1", PASSWORD).user().id()).isEqualTo(id);
    assertThat(logIn("ann", PASSWORD).user().id()).isEqualTo(id);
  }

  @Test
  void aLogInUnderTheSameKeyIsTheSameDeviceUntilItIsRevoked() {
    UUID user = signUp().user().id();
    UUID device = accounts.logIn("ann", PASSWORD, keyed("key-1")).grant().device();
    assertThat(accounts.logIn("ann", PASSWORD, keyed("key-1")).grant().device()).isEqualTo(device);
    assertThat(accounts.logIn("ann", PASSWORD, keyed("key-2")).grant().device())
        .isNotEqualTo(device);
    devices.revoke(user, device);
    assertThat(accounts.logIn("ann", PASSWORD, keyed("key-1")).grant().device())
        .isNotEqualTo(device);
  }

  private Accounts.SignedIn signUp() {
    return accounts.signUp(ANN, PASSWORD, "Ann", PHONE, Optional.empty());
  }

  @Test
  void aSignUpIsFoundPublishedAndSignedIn() {
    Accounts.SignedIn ann = signUp();
    assertThat(accounts.find(ANN)).hasValue(ann.user());
    assertThat(log.users())
        .containsExactly(
            UserRecord.newBuilder()
                .setUser(Ids.bytes(ann.user().id()))
                .setHandle("ann")
                .setDisplayName("Ann")
                .setCreatedAt(clock.millis())
                .build());
    assertThat(devices.list(ann.user().id())).extracting(Device::name).containsExactly("phone");
    assertThat(cached).containsEntry("ann", ann.user().id());
  }

  @Test
  void aTakenHandleLeavesNothingBehind() {
    signUp();
    refuses(this::signUp, 409, "handle-taken");
    assertThat(store.users).hasSize(1);
    assertThat(log.users()).hasSize(1);
  }

  @Test
  void aWeakPasswordIsRefusedBeforeAnythingElse() {
    refuses(
        () -> accounts.signUp(ANN, "qwertyuiop", "Ann", PHONE, Optional.empty()),
        422,
        "weak-password");
    assertThat(store.users).isEmpty();
  }

  @Test
  void aSignUpThatTheLogDoesNotTakeGivesItsHandleBack() {
    log.setAway(true);
    refuses(this::signUp, 503, "unavailable");
    assertThat(store.handles).isEmpty();
    assertThat(store.users).isEmpty();
    log.setAway(false);
    signUp();
  }

  @Test
  void anAccountWithoutItsHandleCannotBeFound() {
    store.insert(
        new User(UUID.randomUUID(), "ann", "Ann", clock.instant()),
        Optional.of(hasher.hash(PASSWORD)));
    assertThat(accounts.find(ANN)).isEmpty();
    refuses(() -> logIn("ann", PASSWORD), 401, "wrong-credentials");
    signUp();
  }

  @Test
  void aLogInIsANewDevice() {
    Accounts.SignedIn first = signUp();
    Accounts.SignedIn second = logIn("ANN", PASSWORD);
    assertThat(second.user()).isEqualTo(first.user());
    assertThat(second.grant().device()).isNotEqualTo(first.grant().device());
  }

  @Test
  void aLogInOnAKnownDeviceIsThatDevice() {
    UUID device = signUp().grant().device();
    assertThat(accounts.logIn("ann", PASSWORD, known(device)).grant().device()).isEqualTo(device);
    assertThat(accounts.logIn("ann", PASSWORD, known(UUID.randomUUID())).grant().device())
        .isNotEqualTo(device);
  }

  @Test
  void anUnknownHandleAndAWrongPasswordAreTheSameAnswer() {
    signUp();
    refuses(() -> logIn("ann", "wrong horse 1"), 401, "wrong-credentials");
    refuses(() -> logIn("bob", PASSWORD), 401, "wrong-credentials");
    refuses(() -> logIn("not a handle", PASSWORD), 401, "wrong-credentials");
  }

  @Test
  void aLogInWorksWithoutTheLogAndPublishesTheProfileWithIt() {
    signUp();
    log.setAway(true);
    logIn("ann", PASSWORD);
    log.setAway(false);
    logIn("ann", PASSWORD);
    assertThat(log.users()).hasSize(2);
  }

  private final AccountChanges changes =
      new AccountChanges(
          store,
          accounts,
          new PasswordRules(Set.of("qwertyuiop")),
          hasher,
          devices,
          log,
          cached::put);

  @Test
  void aNewProfileIsStoredAndPublished() {
    UUID ann = signUp().user().id();
    UUID picture = UUID.randomUUID();
    var shown = Optional.of(new AccountChanges.Picture(picture));
    assertThat(changes.profile(ann, "Ann the First", null, shown).displayName())
        .isEqualTo("Ann the First");
    changes.profile(ann, null, "Hiking", Optional.empty());
    assertThat(accounts.self(ann).picture()).isEqualTo(picture);
    UserRecord published = log.users().getLast();
    assertThat(published.getDisplayName()).isEqualTo("Ann the First");
    assertThat(published.getAbout()).isEqualTo("Hiking");
    assertThat(published.getPicture()).isEqualTo(Ids.bytes(picture));
    changes.profile(ann, null, null, Optional.of(new AccountChanges.Picture(null)));
    assertThat(accounts.self(ann).picture()).isNull();
  }

  @Test
  void aReservedHandleIsTaken() {
    for (String reserved : List.of("admin", "Root", "s.u.p.p.o.r.t", "Rivulet")) {
      Handle handle = Handle.parse(reserved).orElseThrow();
      refuses(
          () -> accounts.signUp(handle, PASSWORD, "X", PHONE, Optional.empty()),
          409,
          "handle-taken");
    }
  }

  @Test
  void aNewHandleLeadsToTheAccountAndTheOldOneToNobody() {
    UUID ann = signUp().user().id();
    Handle next = new Handle("anna");
    assertThat(changes.handle(ann, next).handle()).isEqualTo("anna");
    assertThat(accounts.find(next)).map(User::id).hasValue(ann);
    assertThat(accounts.find(ANN)).isEmpty();
    refuses(() -> logIn("ann", PASSWORD), 401, "wrong-credentials");
    refuses(this::signUp, 409, "handle-taken");
    assertThat(logIn("anna", PASSWORD).user().id()).isEqualTo(ann);
    refuses(() -> changes.handle(ann, new Handle("admin")), 409, "handle-taken");
  }

  @Test
  void aNewPasswordNeedsTheOldOneAndSignsOthersOut() {
    Accounts.SignedIn ann = signUp();
    logIn("ann", PASSWORD);
    Caller caller = new Caller(ann.user().id(), ann.grant().device());
    refuses(
        () -> changes.password(caller, "wrong horse 1", "battery staple"),
        401,
        "wrong-credentials");
    refuses(() -> changes.password(caller, PASSWORD, "qwertyuiop"), 422, "weak-password");
    changes.password(caller, PASSWORD, "battery staple");
    assertThat(devices.list(ann.user().id()))
        .extracting(Device::id)
        .containsExactly(ann.grant().device());
    refuses(() -> logIn("ann", PASSWORD), 401, "wrong-credentials");
    logIn("ann", "battery staple");
  }

  @Test
  void aDeactivatedAccountIsNotFoundUntilItsOwnerComesBack() {
    Accounts.SignedIn ann = signUp();
    changes.deactivate(accounts.self(ann.user().id()));
    assertThat(accounts.find(ANN)).isEmpty();
    assertThat(accounts.find(ann.user().id())).isEmpty();
    assertThat(devices.list(ann.user().id())).isEmpty();
    assertThat(log.users().getLast().getAway()).isTrue();
    logIn("ann", PASSWORD);
    assertThat(accounts.find(ANN)).isPresent();
    assertThat(log.users().getLast().getAway()).isFalse();
  }

  @Test
  void aDisabledAccountIsToldSoAfterItsPasswordAlone() {
    Accounts.SignedIn ann = signUp();
    store.change(ann.user().withState(User.State.DISABLED));
    refuses(() -> logIn("ann", "wrong horse 1"), 401, "wrong-credentials");
    refuses(() -> logIn("ann", PASSWORD), 403, "account-disabled");
  }

  private Accounts.SignedIn logIn(String handle, String password) {
    return accounts.logIn(handle, password, DeviceAsked.called("laptop"));
  }

  private static void refuses(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(status);
              assertThat(problem.code()).isEqualTo(code);
            });
  }
}
