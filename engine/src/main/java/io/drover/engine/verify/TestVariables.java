package io.drover.engine.verify;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The variables that a test finds its environment by. */
public final class TestVariables {
  /** The variable with the release's id. */
  public static final String RELEASE = "DROVER_RELEASE";

  private TestVariables() {}

  /**
   * {@code DROVER_ENVIRONMENT}, {@code DROVER_RELEASE}, and {@code <SERVICE>_URL} for every service
   * that has a port: the name in capitals, hyphens as underscores. A service with two colours has
   * {@code <SERVICE>_BLUE_URL} and {@code <SERVICE>_GREEN_URL} besides.
   *
   * @param environment the environment's name
   * @param release the release's id
   * @param urls URL by service, as seen from where the test runs
   */
  public static Map<String, String> of(
      String environment, String release, Map<String, String> urls) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("DROVER_ENVIRONMENT", environment);
    variables.put(RELEASE, release);
    urls.forEach(
        (service, url) ->
            variables.put(service.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL", url));
    return variables;
  }
}
