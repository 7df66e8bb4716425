package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** What a program is told when something went wrong: what, where, and what to do about it. */
final class ApiException extends HttpResponses.HttpResponseException {
  private static final long serialVersionUID = 1;

  private static final int LONGEST = 100;

  private final int status;
  private final String what;
  private final String hint;

  /**
   * An error.
   *
   * @param status of HTTP
   * @param what what is wrong, and with what
   * @param hint what to do about it
   */
  ApiException(int status, String what, String hint) {
    super(what);
    this.status = status;
    this.what = what;
    this.hint = hint;
  }

  /** The same for what is not there and for what nobody shall know to be there. */
  static ApiException nothing() {
    return new ApiException(
        404,
        "there is nothing of this name, or you may not see it",
        "compare the address with the names in environments.yaml; it takes Job/Read of the project's folder");
  }

  /** For who may see the environment. */
  static ApiException noService(String environment, String service) {
    return new ApiException(
        404,
        "%s has no service %s".formatted(environment, printable(service)),
        "name one that environments.yaml has there");
  }

  /** What somebody sent, fit to be shown. */
  static String printable(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]", "?");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
  }

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", what).put("where", req.getPathInfo()).put("hint", hint);
    JsonAnswer.of(status, body).generateResponse(req, rsp, node);
  }
}
