package dev.rivulet.testing.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;

/// Calls that a rule forbids.
final class Calls {
  private static final Set<String> THREAD_MAKERS =
      new TreeSet<>(List.of("ofPlatform", "ofVirtual", "startVirtualThread", "start"));

  private Calls() {}

  static DescribedPredicate<JavaMethodCall> of(Class<?> owner, String... names) {
    Set<String> wanted = new TreeSet<>(List.of(names));
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + String.join(" or ", wanted),
        call -> isOn(call, owner) && wanted.contains(call.getName()));
  }

  static DescribedPredicate<JavaMethodCall> makesThread() {
    return DescribedPredicate.describe(
        "it makes a thread",
        call ->
            isOn(call, Executors.class)
                || (isOn(call, Thread.class) && THREAD_MAKERS.contains(call.getName())));
  }

  static DescribedPredicate<JavaConstructorCall> constructs(Class<?>... types) {
    return DescribedPredicate.describe(
        "it constructs one of " + List.of(types),
        call -> List.of(types).stream().anyMatch(type -> isOn(call, type)));
  }

  private static boolean isOn(JavaAccess<?> call, Class<?> owner) {
    return call.getTargetOwner().isEquivalentTo(owner);
  }
}
