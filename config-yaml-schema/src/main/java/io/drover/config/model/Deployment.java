package io.drover.config.model;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a service is deployed.
 *
 * @param method rolling upgrade or blue/green
 * @param mode whether a person approves before a release enters the environment
 * @param active the live colour, when the file decides it
 * @param timeout how long a roll-out may take
 * @param drain how long the old colour stays up after a switch
 * @param rollback whether the previous release is restored when the roll-out fails
 * @param customUrls hosts per colour
 */
public record Deployment(
    Method method,
    Mode mode,
    Optional<Colour> active,
    Duration timeout,
    Duration drain,
    boolean rollback,
    Map<Colour, List<String>> customUrls) {

  public Deployment {
    customUrls = Ordered.copyOf(customUrls);
  }

  /** How the new version takes the place of the old one. */
  public enum Method {
    ROLLING_UPGRADE,
    BLUEGREEN
  }

  /** Whether a person is asked. */
  public enum Mode {
    AUTO,
    MANUAL
  }

  /** One of the two sides of a blue/green deployment. */
  public enum Colour {
    BLUE,
    GREEN;

    /** The colour of a word; empty if it is none. */
    public static Optional<Colour> of(String word) {
      return Stream.of(values()).filter(colour -> colour.word().equals(word)).findFirst();
    }

    /** The colour as files, labels and names have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one that it is not. */
    public Colour other() {
      return this == BLUE ? GREEN : BLUE;
    }
  }
}
