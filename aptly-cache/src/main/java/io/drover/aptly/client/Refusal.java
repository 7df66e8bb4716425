package io.drover.aptly.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Makes errors of what aptly answers. The status alone does not tell: for a missing task 1.5 and
 * 1.6 answer 400, for a mirror in use 1.5 answers 500 and 1.6 answers 403.
 */
final class Refusal {

  private static final int QUOTED = 400;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Pattern NOT_FOUND =
      Pattern.compile(
          "(?is).*(?:(?:repo|snapshot|mirror) with (?:name|uuid|storage:prefix/distribution) .* not"
              + " found|could not find task with id [0-9]+)");

  private static final Pattern CONFLICT =
      Pattern.compile(
          "(?is).*(?:already exists|already used by|override$|unable to drop.* is published"
              + "|still in state=|resources are used by other tasks|mirror is locked).*");

  /** As aptly, and gpg that it runs, say it. */
  private static final Pattern NO_SPACE = Pattern.compile("(?i)no space left on device");

  private Refusal() {}

  /** What an answer that is no success is told as. */
  static RefusedException of(String server, String doing, int status, byte[] body, String text) {
    String words = words(body);
    boolean aptly = !words.isEmpty();
    String reason = aptly ? words : shorten(text);
    return of(server, doing, status, reason.isEmpty() ? "no reason given" : reason, words);
  }

  /** The same for a task that ran in the background. */
  static RefusedException of(String server, String doing, int status, String words) {
    return of(server, doing, status, words.isEmpty() ? "no reason given" : words, words);
  }

  private static RefusedException of(
      String server, String doing, int status, String reason, String words) {
    String message =
        server + " could not " + doing + ": " + reason + " (HTTP " + status + ")." + advice(reason);
    if (CONFLICT.matcher(words).matches() || status == 409) {
      return new ConflictException(message, status, words);
    }
    if (NOT_FOUND.matcher(words).matches() || (status == 404 && !words.isEmpty())) {
      return new NotFoundException(message, status, words);
    }
    return new RefusedException(message, status, words);
  }

  private static String advice(String reason) {
    return NO_SPACE.matcher(reason).find()
        ? " Its disk is full: make room there, and do the same again."
        : "";
  }

  /** The text on one line, not too long to be quoted. */
  static String shorten(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
  }

  /** aptly's own words; empty when somebody else wrote the body. */
  private static String words(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json == null) {
        return "";
      }
      if (json.isTextual()) {
        // how 1.6 gives what gpg said
        return json.textValue().strip();
      }
      JsonNode error = json.isArray() ? json.path(0).path("error") : json.path("error");
      return error.isTextual() ? error.textValue() : "";
    } catch (JacksonException e) {
      // a proxy's page, or gin's "404 page not found"
      return "";
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }
}
