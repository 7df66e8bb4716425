package io.drover.config.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Writes problems as code hosts show them beside the lines of a change. */
public final class CiRenderer {
  private CiRenderer() {}

  /**
   * Problems as workflow commands of GitHub Actions, one to a line.
   *
   * @param problems their files being paths relative to the root of the repository
   */
  public static String github(List<Problem> problems) {
    StringBuilder out = new StringBuilder();
    for (Problem problem : problems) {
      out.append(problem.severity() == Severity.ERROR ? "::error" : "::warning")
          .append(" file=")
          .append(property(problem.file()))
          .append(",line=")
          .append(problem.line())
          .append(",col=")
          .append(problem.column())
          .append(",title=")
          .append(property(problem.code()))
          .append("::")
          .append(data(problem.messageWithHint()))
          .append('\n');
    }
    return out.toString();
  }

  /** What would end a command's message. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** What would end a command's property. */
  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /**
   * Problems as a code quality report of GitLab.
   *
   * @param problems their files being paths relative to the root of the repository
   */
  public static String gitlab(List<Problem> problems) {
    Fingerprints fingerprints = new Fingerprints();
    return JsonText.of(
        json -> {
          json.writeStartArray();
          for (Problem problem : problems) {
            gitlab(json, problem, fingerprints.of(problem));
          }
          json.writeEndArray();
        });
  }

  private static void gitlab(JsonGenerator json, Problem problem, String fingerprint)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("description", problem.messageWithHint());
    json.writeStringField("check_name", problem.code());
    json.writeStringField("fingerprint", fingerprint);
    json.writeStringField("severity", problem.severity() == Severity.ERROR ? "major" : "minor");
    json.writeObjectFieldStart("location");
    json.writeStringField("path", problem.file());
    json.writeObjectFieldStart("lines");
    json.writeNumberField("begin", problem.line());
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }
}
