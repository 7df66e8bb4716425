package io.drover.cli.init;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;

/** Asks the person at the terminal, if there is one; the launcher knows. */
final class Prompt {
  private final PrintWriter err;
  private final BufferedReader in;

  Prompt(PrintWriter err) {
    this.err = err;
    this.in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
  }

  boolean canAsk() {
    return Boolean.getBoolean("drover.terminal.error")
        && Boolean.getBoolean("drover.terminal.input");
  }

  /** The answer, the one in brackets when nothing was typed; empty at the end of input. */
  Optional<String> ask(String question, String otherwise) {
    err.print(otherwise.isEmpty() ? question + ": " : "%s [%s]: ".formatted(question, otherwise));
    err.flush();
    try {
      String answer = in.readLine();
      if (answer == null) {
        err.println();
        return Optional.empty();
      }
      return Optional.of(answer.isBlank() ? otherwise : answer.strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
