package io.drover.engine.kubernetes;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Deployment.Method;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The colours of a blue/green service at one deployment.
 *
 * @param live what the service's own name leads to
 * @param staged what is deployed now; the live one only when nothing was deployed before
 */
public record Colours(Colour live, Colour staged) {
  /** Those at a service's first deployment: the file's colour, or blue. */
  public static Colours atFirst(Service service) {
    Colour colour = service.deployment().active().orElse(Colour.BLUE);
    return new Colours(colour, colour);
  }

  /** As {@link #atFirst(Service)}, for each blue/green service of an environment by its name. */
  public static Map<String, Colours> atFirst(Environment environment) {
    Map<String, Colours> colours = new TreeMap<>();
    services(environment).forEach(service -> colours.put(service.name(), atFirst(service)));
    return colours;
  }

  /** The name of what there is one of for each colour of a service. */
  public static String name(String service, Colour colour) {
    return service + "-" + colour.word();
  }

  /** The services of an environment that have colours. */
  public static List<Service> services(Environment environment) {
    return environment.services().stream()
        .filter(service -> service.deployment().method() == Method.BLUEGREEN)
        .toList();
  }
}
