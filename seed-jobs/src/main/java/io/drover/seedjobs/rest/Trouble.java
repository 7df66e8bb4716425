package io.drover.seedjobs.rest;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says why Jenkins did not do something, and what helps. */
final class Trouble {
  private final JenkinsAddress address;
  private final Optional<JenkinsLogin> login;

  Trouble(JenkinsAddress address, Optional<JenkinsLogin> login) {
    this.address = address;
    this.login = login;
  }

  WorkFailedException away(IOException error) {
    String why =
        error instanceof ConnectException
            ? "nothing answers there"
            : error instanceof SSLException
                ? "TLS failed (%s); Java must trust its certificate".formatted(error.getMessage())
                : String.valueOf(error.getMessage());
    return new WorkFailedException(
        "could not reach Jenkins at %s: %s. What was done stays; the same command goes on"
            .formatted(address, why),
        error);
  }

  WorkFailedException busy(Answer answer) {
    return new WorkFailedException(
        "Jenkins at %s is not ready: it goes on answering %d%s. What was done stays; the same command goes on"
            .formatted(address, answer.status(), because(answer)));
  }

  /** For what stands in the way of everything. */
  WorkFailedException whole(String doing, Answer answer) {
    return new WorkFailedException(text(doing, answer));
  }

  /** For what concerns one item, where the answer is not about the login. */
  WorkFailedException one(String doing, Answer answer) {
    boolean all = answer.status() == 401 || answer.asksForLogin();
    return all ? whole(doing, answer) : new RefusedException(text(doing, answer));
  }

  WorkFailedException noApi(String doing, Answer answer) {
    return new WorkFailedException(
        "could not %s: %s answered with a web page in place of Jenkins' API%s. %s"
            .formatted(
                doing,
                address,
                because(answer),
                answer.header("X-Jenkins").isEmpty()
                    ? "Is that Jenkins' own address, with its path? A proxy before it must let API calls with a login pass"
                    : "Its version is " + answer.header("X-Jenkins")));
  }

  private String text(String doing, Answer answer) {
    return "could not %s: %s".formatted(doing, why(answer));
  }

  private String why(Answer answer) {
    if (answer.isRedirect()) {
      return answer.asksForLogin()
          ? "Jenkins at %s sends us to %s to log in. %s"
              .formatted(address, answer.location(), loginHint())
          : "%s sends us on to %s: give that address, if it is the same Jenkins"
              .formatted(address, answer.location());
    }
    return switch (answer.status()) {
      case 400 -> "Jenkins does not take it" + because(answer);
      case 401 -> "Jenkins does not know us. " + loginHint();
      case 403 -> forbidden(answer);
      case 404 ->
          "it is not there, or %s may not see it (Job/Read, Job/Discover, View/Read)"
              .formatted(who());
      case 500 ->
          "Jenkins failed at it%s. It needs the plugins Pipeline (workflow-aggregator), Folders and Git"
              .formatted(because(answer));
      default -> "Jenkins answered " + answer.status() + because(answer);
    };
  }

  private String forbidden(Answer answer) {
    String permission = answer.header("X-Required-Permission");
    if (login.isEmpty()) {
      return "Jenkins does not let everybody do this. " + loginHint();
    }
    if (answer.wantsCrumb()) {
      return "Jenkins does not take its own crumb: a proxy before it must keep cookies and the"
          + " header Jenkins-Crumb. An API token needs no crumb";
    }
    return "%s may not%s".formatted(who(), permission.isEmpty() ? "" : " (" + permission + ")");
  }

  private String loginHint() {
    return login
        .map(l -> "The login of %s is not right: is it an API token of this Jenkins?".formatted(l))
        .orElse("For a login " + JenkinsLogin.HOW);
  }

  private String who() {
    return login.map(JenkinsLogin::user).orElse("a user without login");
  }

  private static String because(Answer answer) {
    return answer.reason().isEmpty() ? "" : " (" + answer.reason() + ")";
  }
}
