package io.drover.config.bind;

import io.drover.config.model.Deployment;
import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Deployment.Method;
import io.drover.config.model.Deployment.Mode;
import io.drover.config.tree.Names;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds {@code deployment}, field by field over a more general one. */
final class DeploymentBinder {
  /** What holds where no file says anything. */
  static final Deployment DEFAULT =
      new Deployment(
          Method.ROLLING_UPGRADE,
          Mode.AUTO,
          Optional.empty(),
          Duration.ofSeconds(300),
          Duration.ofSeconds(30),
          true,
          Map.of());

  private DeploymentBinder() {}

  static Deployment bind(Fields own, Deployment general) {
    Optional<Colour> active =
        own.text("active").map(text -> Bindings.constant(Colour.class, Optional.of(text), null));
    return new Deployment(
        Bindings.constant(Method.class, own.text("method"), general.method()),
        Bindings.constant(Mode.class, own.text("mode"), general.mode()),
        active.or(general::active),
        Bindings.duration(own, "timeout", general.timeout()),
        Bindings.duration(own, "drain", general.drain()),
        Bindings.flag(own, "rollback", general.rollback()),
        own.has("custom_urls") ? urls(own.object("custom_urls")) : general.customUrls());
  }

  private static Map<Colour, List<String>> urls(Fields custom) {
    Map<Colour, List<String>> urls = new LinkedHashMap<>();
    for (Colour colour : Colour.values()) {
      String key = colour == Colour.BLUE ? "blue" : "green";
      if (custom.has(key)) {
        urls.put(colour, custom.scalars(key).stream().map(Text::text).map(Names::host).toList());
      }
    }
    return urls;
  }
}
