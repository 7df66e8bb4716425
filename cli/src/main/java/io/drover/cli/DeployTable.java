package io.drover.cli;

import io.drover.cli.Table.Cell;
import io.drover.cli.Table.Style;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a deployment did, as a table. */
final class DeployTable {
  private DeployTable() {}

  static String text(
      Environment environment,
      Release release,
      DeployResult result,
      Duration duration,
      boolean colours,
      int columns) {
    Table table = new Table("SERVICE", "RESULT", "VERSION");
    for (ServiceOutcome outcome : result.services()) {
      table.add(
          Cell.of(outcome.service()),
          new Cell(outcome.kind().name().toLowerCase(Locale.ROOT), style(outcome.kind())),
          Cell.of(version(environment, release, outcome)));
      outcome.reason().ifPresent(reason -> reason.lines().forEach(table::below));
      outcome.lastLines().forEach(line -> table.below("| " + line));
    }
    StringBuilder text = new StringBuilder(table.text(colours, columns));
    if (!result.removed().isEmpty()) {
      text.append("removed: ").append(String.join(", ", result.removed())).append('\n');
    }
    return text.append('\n').append(last(environment, release, result, duration)).toString();
  }

  private static String last(
      Environment environment, Release release, DeployResult result, Duration duration) {
    String what =
        !result.succeeded()
            ? "was not deployed whole, %d of %d failed"
                .formatted(result.failed().size(), result.services().size())
            : result.changed() ? "deployed" : "ran exactly so already";
    return "%s: release %s %s, in %s%n"
        .formatted(environment.name(), release.id(), what, Words.seconds(duration));
  }

  private static String version(Environment environment, Release release, ServiceOutcome outcome) {
    Optional<ReleasedImage> released =
        environment.services().stream()
            .filter(service -> service.name().equals(outcome.service()))
            .map(Service::application)
            .map(release.images()::get)
            .filter(image -> image != null)
            .findFirst();
    return released
        .filter(image -> outcome.image().filter(image.image()::equals).isPresent())
        .map(ReleasedImage::version)
        .or(outcome::image)
        .orElse("");
  }

  private static Style style(ServiceOutcome.Kind kind) {
    return switch (kind) {
      case DEPLOYED -> Style.GOOD;
      case UNCHANGED -> Style.FAINT;
      case FAILED -> Style.BAD;
    };
  }
}
