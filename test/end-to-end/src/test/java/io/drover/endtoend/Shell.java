package io.drover.endtoend;

import io.drover.engine.process.Command;
import java.nio.file.Path;
import java.util.List;

/** Programs that tests use. */
final class Shell {
  private Shell() {}

  /** The standard output of a program that must succeed. */
  static String run(String... words) {
    return check(Command.of(words));
  }

  /** The standard output of a program that must succeed, started in that folder. */
  static String runIn(Path folder, List<String> words) {
    return check(Command.of(words).in(folder));
  }

  static String check(Command command) {
    try {
      return command.check("prepare a test").output();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
