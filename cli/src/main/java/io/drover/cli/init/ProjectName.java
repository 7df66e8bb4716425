package io.drover.cli.init;

import io.drover.config.tree.Names;
import io.drover.engine.WorkFailedException;
import java.text.Normalizer;
import java.util.Locale;

/**
 * The name of a project, its component, application and service: a DNS label that starts with a
 * letter, as Kubernetes wants it of services, and so is a variable's name, too.
 *
 * @param label at most {@value #MOST} characters
 */
record ProjectName(String label) {
  /** What is left of a label's 63 characters beside the suffixes that services get. */
  static final int MOST = 54;

  /**
   * Makes a name of any text: {@code Müller's Shop} → muller-s-shop, {@code 2048} → app-2048.
   *
   * @throws WorkFailedException if nothing is left of it, or too much
   */
  static ProjectName of(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    String label = Names.normalise(plain);
    if (label.isEmpty()) {
      throw new WorkFailedException(
          "the name \"%s\" has no letter (a-z) and no digit. Give another one (--name)"
              .formatted(text));
    }
    if (Character.isDigit(label.charAt(0))) {
      label = "app-" + label;
    }
    if (label.length() > MOST) {
      throw new WorkFailedException(
          "the name \"%s\" is longer than %d characters. Give a shorter one (--name)"
              .formatted(label, MOST));
    }
    return new ProjectName(label);
  }

  /** The Debian package: not the bare name, which one of Debian's own may have. */
  String packageName() {
    return label + "-app";
  }

  /** The variable by which tests find the service. */
  String urlVariable() {
    return label.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
  }
}
