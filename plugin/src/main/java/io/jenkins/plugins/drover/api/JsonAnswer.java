package io.jenkins.plugins.drover.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletResponse;
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

  @Override
  public void generateResponse(StaplerRequest2 req, StaplerResponse2 rsp, Object node)
      throws IOException {
    writeTo(rsp);
  }

  /** Writes it where Stapler has no part in it. */
  void writeTo(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getWriter().println(body.toPrettyString());
  }
}
