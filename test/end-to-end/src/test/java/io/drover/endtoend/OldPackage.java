package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A version of {@code tiny-web} in the package store that no environment ever ran. */
final class OldPackage {
  static final String VERSION = "0.5";

  private final Workplace place;

  private OldPackage(Workplace place) {
    this.place = place;
  }

  /** Publishes it with {@code drover apt publish}. */
  static OldPackage publish(Workplace place) {
    Path deb = place.folder().resolve("tiny-web_%s_all.deb".formatted(VERSION));
    TinyDeb.write(deb, "tiny-web", VERSION, "an old one");
    OldPackage old = new OldPackage(place);
    old.apt(
        "publish",
        "--directory",
        place.project().folder().toString(),
        "--component",
        "web",
        "--component-version",
        VERSION,
        deb.toString());
    return old;
  }

  /** Cleans up all that may go. */
  Outcome clean(String... options) {
    List<String> words =
        new ArrayList<>(List.of("clean", place.project().folder().toString(), "--keep", "1"));
    words.addAll(List.of(options));
    return apt(words.toArray(String[]::new));
  }

  private Outcome apt(String... words) {
    List<String> all = new ArrayList<>(List.of("apt"));
    all.addAll(List.of(words));
    Outcome outcome = place.drover().run(all.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.said()).isZero();
    return outcome;
  }
}
