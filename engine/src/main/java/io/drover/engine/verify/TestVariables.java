package io.drover.engine.verify;

import io.drover.engine.deploy.Address;
import io.drover.engine.deploy.EnvironmentStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The variables that a test finds its environment by. */
public final class TestVariables {
  private TestVariables() {}

  /**
   * {@code DROVER_ENVIRONMENT}, {@code DROVER_RELEASE}, and {@code <SERVICE>_URL} for every service
   * that has a port: the name in capitals, hyphens as underscores.
   *
   * @param status the environment as it runs
   * @param release the release's id
   * @param url the URL of a service as seen from where the test runs
   */
  public static Map<String, String> of(
      EnvironmentStatus status, String release, Function<Address, Optional<String>> url) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("DROVER_ENVIRONMENT", status.environment());
    variables.put("DROVER_RELEASE", release);
    for (EnvironmentStatus.ServiceStatus service : status.services()) {
      String name = service.service().toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
      url.apply(service.address()).ifPresent(value -> variables.put(name, value));
    }
    return variables;
  }
}
