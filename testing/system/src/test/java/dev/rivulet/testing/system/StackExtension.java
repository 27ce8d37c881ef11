package dev.rivulet.testing.system;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands the shared stack to a test class, and prints how long each test took. The stack is closed
/// with the JVM's last test.
final class StackExtension implements ParameterResolver, BeforeEachCallback, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(StackExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(TestStack.class, type -> TestStack.start(), TestStack.class);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put("began", System.nanoTime());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    long began = context.getStore(NAMESPACE).getOrDefault("began", Long.class, 0L);
    System.out.printf(
        "%6.1f s  %s.%s%s%n",
        (System.nanoTime() - began) / 1e9,
        context.getRequiredTestClass().getSimpleName(),
        context.getDisplayName(),
        context.getExecutionException().isPresent() ? "  FAILED" : "");
  }
}
