package dev.rivulet.testing.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.rivulet.testing.architecture.RivuletClasses.ALL;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Code that is replayed gives the same bytes in every process, on every day. Each of these sources
/// of difference was closed because one use of it makes a replayed log disagree with the first run.
class DeciderTest {
  private static final String DECIDER = "dev.rivulet.fanout.decide..";

  @Test
  void deciderReadsNoClock() {
    decider()
        .should()
        .accessTargetWhere(
            Calls.anyOf(
                Calls.of(System.class, "currentTimeMillis", "nanoTime"),
                Calls.of(Instant.class, "now"),
                Calls.of(LocalDate.class, "now"),
                Calls.of(LocalTime.class, "now"),
                Calls.of(LocalDateTime.class, "now"),
                Calls.of(OffsetDateTime.class, "now"),
                Calls.of(ZonedDateTime.class, "now"),
                Calls.constructs(Date.class)))
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, InstantSource.class)
        .check(ALL);
  }

  @Test
  void deciderMakesNoIdentity() {
    decider()
        .should()
        .accessTargetWhere(
            Calls.anyOf(
                Calls.of(UUID.class, "randomUUID"),
                Calls.of(Math.class, "random"),
                Calls.of(System.class, "identityHashCode")))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(SplittableRandom.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.random..")
        .check(ALL);
  }

  /// `Set.of` and `Map.of` differ between processes by design; a `HashMap` differs with its
  /// history.
  @Test
  void deciderKeepsNothingInHashOrder() {
    decider()
        .should()
        .accessTargetWhere(
            Calls.anyOf(
                Calls.constructs(HashMap.class),
                Calls.constructs(HashSet.class),
                Calls.constructs(IdentityHashMap.class),
                Calls.constructs(WeakHashMap.class),
                Calls.constructs(ConcurrentHashMap.class),
                Calls.of(HashMap.class, "newHashMap"),
                Calls.of(HashSet.class, "newHashSet"),
                Calls.of(Map.class, "of", "ofEntries", "copyOf"),
                Calls.of(Set.class, "of", "copyOf"),
                Calls.of(
                    Collectors.class,
                    "toSet",
                    "toMap",
                    "toUnmodifiableSet",
                    "toUnmodifiableMap",
                    "groupingBy",
                    "partitioningBy")))
        .check(ALL);
  }

  @Test
  void deciderReadsNothingOfItsMachine() {
    decider()
        .should()
        .accessTargetWhere(
            Calls.anyOf(
                Calls.of(System.class, "getenv", "getProperty", "getProperties"),
                Calls.of(Locale.class, "getDefault"),
                Calls.of(TimeZone.class, "getDefault"),
                Calls.of(ZoneId.class, "systemDefault")))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..", "javax.net..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|RandomAccess|Console|Print|Piped).*")
        .check(ALL);
  }

  @Test
  void deciderStartsNoThread() {
    decider()
        .should()
        .accessTargetWhere(Calls.makesThread())
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ThreadLocal.class)
        .check(ALL);
  }

  @Test
  void deciderKnowsNoKafka() {
    decider().should().dependOnClassesThat().resideInAPackage("org.apache.kafka..").check(ALL);
  }

  private static GivenClassesConjunction decider() {
    return noClasses().that(JavaClass.Predicates.resideInAPackage(DECIDER));
  }
}
