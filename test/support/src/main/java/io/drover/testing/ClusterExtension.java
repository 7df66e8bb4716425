package io.drover.testing;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips tests that find no cluster as they need it; gives the others a {@link TestCluster}. */
final class ClusterExtension implements ExecutionCondition, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> lack = lack(context);
    if (lack.isEmpty()) {
      return ConditionEvaluationResult.enabled("the cluster is as these tests need it");
    }
    Skipped.tell(context.getRequiredTestClass(), context.getTestMethod(), lack.get());
    return ConditionEvaluationResult.disabled(lack.get());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext ofClass = ofClass(context);
    return ofClass
        .getStore(NAMESPACE)
        .computeIfAbsent(
            TestCluster.class,
            key -> new TestCluster(connection(context), ofClass.getRequiredTestClass()));
  }

  private static Optional<String> lack(ExtensionContext context) {
    NeedsCluster[] needs =
        Stream.of(context.getTestMethod(), Optional.of(context.getRequiredTestClass()))
            .flatMap(Optional::stream)
            .map(element -> AnnotationSupport.findAnnotation(element, NeedsCluster.class))
            .flatMap(Optional::stream)
            .toArray(NeedsCluster[]::new);
    if (needs.length == 0) {
      return Optional.empty();
    }
    Connection connection = connection(context);
    if (connection.whyNot().isPresent()) {
      return connection.whyNot();
    }
    boolean pods = Stream.of(needs).anyMatch(NeedsCluster::pods);
    boolean registry = Stream.of(needs).anyMatch(NeedsCluster::registry);
    return connection.whyNot(pods, registry);
  }

  /** All classes share one connection: it is found out once whether the cluster answers. */
  private static Connection connection(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Connection.class, key -> Connection.open(), Connection.class);
  }

  /** The outermost class, whose nested classes share its namespaces. */
  private static ExtensionContext ofClass(ExtensionContext context) {
    ExtensionContext found = context;
    while (found.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      found = found.getParent().get();
    }
    return found;
  }
}
