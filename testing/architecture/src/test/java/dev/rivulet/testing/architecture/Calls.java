package dev.rivulet.testing.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/// What a rule forbids to call, be it in the open or as a method reference (`UUID::randomUUID`).
final class Calls {
  private Calls() {}

  static DescribedPredicate<JavaAccess<?>> of(Class<?> owner, String... names) {
    Set<String> wanted = new TreeSet<>(List.of(names));
    return DescribedPredicate.describe(
        owner.getSimpleName() + "." + String.join("/", wanted),
        access -> isOn(access, owner) && wanted.contains(access.getName()));
  }

  static DescribedPredicate<JavaAccess<?>> constructs(Class<?> type) {
    return DescribedPredicate.describe(
        "new " + type.getSimpleName(),
        access -> isOn(access, type) && access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME));
  }

  static DescribedPredicate<JavaAccess<?>> makesThread() {
    DescribedPredicate<JavaAccess<?>> nameless =
        DescribedPredicate.describe(
            "Executors without a ThreadFactory",
            access -> isOn(access, Executors.class) && !takes(access, ThreadFactory.class));
    return anyOf(
        nameless,
        constructs(Thread.class),
        of(Thread.class, "ofPlatform", "ofVirtual", "startVirtualThread", "start"));
  }

  @SafeVarargs
  static DescribedPredicate<JavaAccess<?>> anyOf(
      DescribedPredicate<JavaAccess<?>> first, DescribedPredicate<JavaAccess<?>>... others) {
    DescribedPredicate<JavaAccess<?>> any = first;
    for (DescribedPredicate<JavaAccess<?>> other : others) {
      any = any.or(other);
    }
    return any;
  }

  private static boolean takes(JavaAccess<?> access, Class<?> parameter) {
    return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
        && target.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
  }

  private static boolean isOn(JavaAccess<?> access, Class<?> owner) {
    return access.getTargetOwner().isEquivalentTo(owner);
  }
}
