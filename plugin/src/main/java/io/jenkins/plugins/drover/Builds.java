package io.jenkins.plugins.drover;

import hudson.model.Actionable;
import hudson.model.Cause;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What Jenkins knows of a build, or of one that waits for its turn. */
public final class Builds {
  private Builds() {}

  /** Parameters that it was asked for with, without empty ones and without secrets. */
  public static Map<String, String> parameters(Actionable asked) {
    Map<String, String> parameters = new TreeMap<>();
    for (ParametersAction action : asked.getActions(ParametersAction.class)) {
      for (ParameterValue parameter : action.getAllParameters()) {
        Object value = parameter.getValue();
        if (value != null && !parameter.isSensitive() && !value.toString().isBlank()) {
          parameters.put(parameter.getName(), value.toString());
        }
      }
    }
    return parameters;
  }

  /** Who it is done for: the user who started it or what started it, else the build itself. */
  public static String actor(Run<?, ?> build) {
    return users(build.getCauses()).findFirst().orElseGet(build::getExternalizableId);
  }

  private static Stream<String> users(List<Cause> causes) {
    return causes.stream()
        .flatMap(
            cause -> {
              if (cause instanceof Cause.UserIdCause user) {
                return Stream.ofNullable(user.getUserId());
              }
              return cause instanceof Cause.UpstreamCause upstream
                  ? users(upstream.getUpstreamCauses())
                  : Stream.empty();
            });
  }
}
