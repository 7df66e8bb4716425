package io.drover.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks the person at the terminal. */
final class Question {
  private static final Reader INPUT = new InputStreamReader(System.in, Charset.defaultCharset());

  private Question() {}

  /** Asks with standard input for the answer. */
  static boolean ask(PrintWriter err, String environment, String release) {
    return ask(err, INPUT, environment, release);
  }

  /**
   * Asks whether a release may enter an environment; only a plain yes is one. A thread that is
   * interrupted meanwhile goes on at once, with a no, and stays interrupted.
   *
   * @param input where the answer is typed, character by character up to the end of the line
   */
  static synchronized boolean ask(
      PrintWriter err, Reader input, String environment, String release) {
    err.print("Let release %s into %s? [y/N] ".formatted(release, environment));
    err.flush();
    try {
      return Words.printable(readLine(input).get()).strip().matches("(?i)y|yes");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** Read by a thread of its own, since nothing wakes one that reads from a terminal. */
  private static CompletableFuture<String> readLine(Reader input) {
    CompletableFuture<String> line = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                StringBuilder text = new StringBuilder();
                for (int c = input.read(); c >= 0 && c != '\n' && c != '\r'; c = input.read()) {
                  text.append((char) c);
                }
                line.complete(text.toString());
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            },
            "answer");
    reader.setDaemon(true);
    reader.start();
    return line;
  }
}
