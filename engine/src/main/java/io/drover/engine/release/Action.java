package io.drover.engine.release;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a change of an environment was. */
public enum Action {
  /** A release may enter the environment. */
  HANDED,
  /** A release was brought to it. */
  DEPLOY,
  /** Its release passed its tests. */
  TESTED,
  /** Its tests were left out, at somebody's word. */
  UNTESTED,
  /** Its release was handed to the next environment. */
  PROMOTE,
  /** Requests go to the other colour of a service. */
  SWITCH,
  /** A release that it ran before was brought back. */
  ROLLBACK;

  /** As it stands in JSON and is shown to people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of a word. */
  static Optional<Action> of(String word) {
    return Arrays.stream(values()).filter(a -> a.word().equals(word)).findFirst();
  }

  /** Whether it changes which release the environment runs. */
  boolean deploys() {
    return switch (this) {
      case DEPLOY, ROLLBACK -> true;
      case HANDED, TESTED, UNTESTED, PROMOTE, SWITCH -> false;
    };
  }
}
