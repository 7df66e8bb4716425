package io.drover.endtoend;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Containers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Workplace} on which a run has succeeded. All classes share it, for that run
 * is what takes time: each test leaves it with everything running. Where podman cannot run
 * containers the tests are skipped, and a line on standard error says so.
 */
final class WorkplaceExtension implements ExecutionCondition, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(WorkplaceExtension.class);

  /** How the machine runs containers, with the folder that holds the settings for that. */
  private record Probed(Containers containers, Path folder) implements AutoCloseable {
    static Probed probe() {
      try {
        Path folder = Files.createTempDirectory("drover-probe");
        return new Probed(Containers.probe(folder), folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      Trees.delete(folder);
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (probed(context).containers().whyNot().isEmpty()) {
      return ConditionEvaluationResult.enabled("podman runs containers");
    }
    String why = "podman cannot run containers: " + probed(context).containers().whyNot().get();
    System.err.printf("SKIPPED %s: %s%n", context.getDisplayName(), why);
    return ConditionEvaluationResult.disabled(why);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Workplace.class || type == Containers.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Containers containers = probed(context).containers();
    if (parameter.getParameter().getType() == Containers.class) {
      return containers;
    }
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            Workplace.class,
            key -> {
              Workplace place = Workplace.create(containers);
              place.settle();
              return place;
            });
  }

  private static Probed probed(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Probed.class, key -> Probed.probe(), Probed.class);
  }
}
