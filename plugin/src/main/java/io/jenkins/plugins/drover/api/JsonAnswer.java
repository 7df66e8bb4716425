package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** An answer to a program. */
final class JsonAnswer implements HttpResponse {
  private final int status;
  private final JsonNode body;

  private JsonAnswer(int status, JsonNode body) {
    this.status = status;
    this.body = body;
  }

  static JsonAnswer of(int status, JsonNode body) {
    return new JsonAnswer(status, body);
  }

  /** What went wrong, and what to do about it. */
  static JsonAnswer error(int status, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return new JsonAnswer(status, body.put("error", message));
  }

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException {
    rsp.setStatus(status);
    rsp.setContentType("application/json;charset=UTF-8");
    rsp.getWriter().println(body.toPrettyString());
  }
}
