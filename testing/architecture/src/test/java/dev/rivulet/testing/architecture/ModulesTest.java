package dev.rivulet.testing.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.rivulet.testing.architecture.RivuletClasses.ALL;
import static dev.rivulet.testing.architecture.RivuletClasses.CONTRACTS;
import static dev.rivulet.testing.architecture.RivuletClasses.GENERATED;
import static dev.rivulet.testing.architecture.RivuletClasses.RUNTIME;
import static dev.rivulet.testing.architecture.RivuletClasses.SERVICES;
import static dev.rivulet.testing.architecture.RivuletClasses.TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How modules may meet.
class ModulesTest {
  private static final String RIVULET = "dev.rivulet..";

  @Test
  void contractsAreOnTheClassPath() {
    assertThat(ALL.contain("dev.rivulet.contracts.topic.Topic")).isTrue();
  }

  @Test
  void contractsKnowNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage(CONTRACTS)
        .should()
        .dependOnClassesThat(
            resideInAPackage(RIVULET).and(DescribedPredicate.not(resideInAPackage(CONTRACTS))))
        .check(ALL);
  }

  @Test
  void serviceRuntimeKnowsContractsAlone() {
    noClasses()
        .that()
        .resideInAPackage(RUNTIME)
        .should()
        .dependOnClassesThat(
            resideInAPackage(RIVULET)
                .and(DescribedPredicate.not(resideInAnyPackage(CONTRACTS, RUNTIME))))
        .check(ALL);
  }

  @Test
  void accessTokensKnowNoService() {
    noClasses()
        .that()
        .resideInAPackage(TOKENS)
        .should()
        .dependOnClassesThat(
            resideInAPackage(RIVULET)
                .and(DescribedPredicate.not(resideInAnyPackage(CONTRACTS, RUNTIME, TOKENS))))
        .check(ALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "fanout router", "receipt", "sink", "api", "media", "client"})
  void servicesMeetOnlyInWhatIsShared(String packages) {
    String[] own =
        Stream.of(packages.split(" ", -1))
            .map(name -> "dev.rivulet." + name + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(own)
        .should()
        .dependOnClassesThat(
            resideInAPackage(RIVULET)
                .and(DescribedPredicate.not(resideInAnyPackage(own)))
                .and(DescribedPredicate.not(resideInAnyPackage(CONTRACTS, RUNTIME, TOKENS))))
        .check(ALL);
  }

  /// The router borrows how its neighbour runs Kafka Streams, and none of what it decides.
  @Test
  void routerKnowsNoDecision() {
    noClasses()
        .that()
        .resideInAPackage("dev.rivulet.router..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.rivulet.fanout.*..")
        .check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.rivulet.(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void staticFieldsAreFinal() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(DescribedPredicate.not(GENERATED))
        .should()
        .beFinal()
        .check(ALL);
  }

  @Test
  void httpResourcesKnowNoKafka() {
    noClasses()
        .that(resideInAPackage("dev.rivulet.api..").and(simpleNameEndingWith("Resource")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(ALL);
  }

  /// Threads come from `Threads`, where each gets a name and an end that is noticed.
  @Test
  void servicesMakeThreadsThroughServiceRuntimeAlone() {
    noClasses().that(SERVICES).should().accessTargetWhere(Calls.makesThread()).check(ALL);
  }

  /// A service's whole input is its configuration record.
  @Test
  void servicesReadTheEnvironmentThroughServiceRuntimeAlone() {
    noClasses()
        .that(SERVICES)
        .should()
        .accessTargetWhere(
            Calls.anyOf(
                Calls.of(System.class, "getenv", "getProperty"),
                Calls.of(Integer.class, "getInteger"),
                Calls.of(Boolean.class, "getBoolean")))
        .check(ALL);
  }
}
