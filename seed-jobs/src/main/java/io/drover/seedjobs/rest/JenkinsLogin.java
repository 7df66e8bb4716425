package io.drover.seedjobs.rest;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.secret.Variables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks Jenkins. The names of the variables are those of Jenkins' own command line.
 *
 * @param user name of the user
 * @param token API token of the user, or the password, which Jenkins takes 70 ms a call to check
 * @param origin where it was found, in words
 */
public record JenkinsLogin(String user, String token, String origin) {
  private static final String USER = "JENKINS_USER_ID";
  private static final String TOKEN = "JENKINS_API_TOKEN";

  /** How it is given, in words. */
  static final String HOW =
      "set %s and %s (or %s_FILE and %s_FILE), or name a file with --netrc"
          .formatted(USER, TOKEN, USER, TOKEN);

  /**
   * Finds a login in the environment, then in a file.
   *
   * @param environment its variables; those ending in {@code _FILE} name a file with the value
   * @param netrc a file as curl and git read it
   * @param host Jenkins' host, which the file is searched for
   * @throws WorkFailedException if only one half is there, or a file cannot be read
   */
  public static Optional<JenkinsLogin> find(
      Map<String, String> environment, Optional<Path> netrc, String host) {
    Optional<String> user = Variables.read(environment, USER);
    Optional<String> token = Variables.read(environment, TOKEN);
    if (user.isPresent() != token.isPresent()) {
      throw new WorkFailedException(
          "half a login for Jenkins: %s is missing; %s"
              .formatted(user.isPresent() ? TOKEN : USER, HOW));
    }
    if (user.isPresent()) {
      return Optional.of(new JenkinsLogin(user.get(), token.get(), USER));
    }
    return netrc.flatMap(file -> inNetrc(file, host));
  }

  /** The header that shows it. */
  String header() {
    byte[] pair = (user + ":" + token).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return user + " (" + origin + ")";
  }

  private static Optional<JenkinsLogin> inNetrc(Path file, String host) {
    Iterator<String> words = List.of(read(file).strip().split("\\s+")).iterator();
    String machine = "";
    String user = "";
    while (words.hasNext()) {
      String word = words.next();
      if (word.equals("default")) {
        machine = host;
      } else if (words.hasNext() && word.equals("machine")) {
        machine = words.next();
        user = "";
      } else if (words.hasNext() && word.equals("login")) {
        user = words.next();
      } else if (words.hasNext() && word.equals("password")) {
        String token = words.next();
        if (machine.equals(host) && !user.isEmpty()) {
          return Optional.of(new JenkinsLogin(user, token, file.toString()));
        }
      }
    }
    throw new WorkFailedException("%s has no login and password for %s".formatted(file, host));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read the login for Jenkins in %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
