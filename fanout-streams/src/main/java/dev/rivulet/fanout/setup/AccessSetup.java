package dev.rivulet.fanout.setup;

import static dev.rivulet.runtime.KafkaFutures.await;

import dev.rivulet.contracts.topic.Service;
import dev.rivulet.runtime.KafkaClients;
import dev.rivulet.runtime.KafkaConfig;
import dev.rivulet.runtime.OperatorProgram;
import dev.rivulet.runtime.ServiceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/// Tells the brokers who may do what, and the passwords of the services if it is given them. What
/// our principals were allowed and the catalogue does not say any more is taken away; entries of
/// others are left alone. Run it as an administrator, again whenever the catalogue has changed.
public final class AccessSetup {
  /// As many as Kafka's own tool takes (RFC 5802 asks for 4096 at least).
  private static final int SCRAM_ITERATIONS = 8192;

  private static final int PASSWORD_LENGTH_MIN = 16;

  private final Admin admin;
  private final String prefix;

  private AccessSetup(Admin admin, String prefix) {
    this.admin = admin;
    this.prefix = prefix;
  }

  public static void main(String[] args) {
    OperatorProgram.run(AccessConfig.class, AccessSetup::run);
  }

  private static int run(AccessConfig config) {
    KafkaConfig kafka = config.kafka();
    try (var admin = Admin.create(KafkaClients.admin(kafka, "access-setup"))) {
      var setup = new AccessSetup(admin, kafka.topicPrefix());
      config.passwordsDir().ifPresent(setup::givePasswords);
      setup.reconcile();
    }
    return 0;
  }

  private void reconcile() {
    Set<AclBinding> wanted = AccessList.of(prefix);
    Set<AclBinding> present = ours();
    var missing = new HashSet<>(wanted);
    missing.removeAll(present);
    var stale = new HashSet<>(present);
    stale.removeAll(wanted);
    await(admin.createAcls(missing).all());
    Collection<AclBindingFilter> filters = stale.stream().map(AclBinding::toFilter).toList();
    await(admin.deleteAcls(filters).all());
    System.out.printf(
        "%d entries of the access list, %d added, %d taken away%n",
        wanted.size(), missing.size(), stale.size());
  }

  private Set<AclBinding> ours() {
    Set<String> principals =
        Arrays.stream(Service.values()).map(AccessList::principal).collect(Collectors.toSet());
    return await(admin.describeAcls(AclBindingFilter.ANY).values()).stream()
        .filter(binding -> principals.contains(binding.entry().principal()))
        .collect(Collectors.toSet());
  }

  /// A service without a file keeps the password that it has.
  private void givePasswords(Path directory) {
    List<UserScramCredentialAlteration> given = new ArrayList<>();
    for (var service : Service.values()) {
      Path file = directory.resolve(service.text());
      if (Files.exists(file)) {
        var mechanism = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS);
        given.add(new UserScramCredentialUpsertion(service.text(), mechanism, password(file)));
      }
    }
    await(admin.alterUserScramCredentials(given).all());
    System.out.println(given.size() + " passwords given");
  }

  private static String password(Path file) {
    try {
      String password = Files.readString(file).strip();
      if (password.length() < PASSWORD_LENGTH_MIN) {
        throw new IllegalArgumentException(
            file + " holds a password of less than " + PASSWORD_LENGTH_MIN + " characters");
      }
      return password;
    } catch (IOException e) {
      throw ServiceFailure.unavailable("cannot read " + file, e);
    }
  }
}
