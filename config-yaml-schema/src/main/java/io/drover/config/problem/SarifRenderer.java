package io.drover.config.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes problems as SARIF 2.1.0, which code hosts and editors read. */
public final class SarifRenderer {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final JsonGenerator json;
  private final Fingerprints fingerprints = new Fingerprints();

  private SarifRenderer(JsonGenerator json) {
    this.json = json;
  }

  /**
   * Problems as a SARIF log of one run.
   *
   * @param problems their files being paths relative to the root of the repository
   */
  public static String render(List<Problem> problems) {
    return JsonText.of(json -> new SarifRenderer(json).log(problems));
  }

  private void log(List<Problem> problems) throws IOException {
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    json.writeStartObject();
    tool(problems);
    json.writeStringField("columnKind", "unicodeCodePoints");
    json.writeArrayFieldStart("results");
    for (Problem problem : problems) {
      result(problem);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  /** The rules that were broken. */
  private void tool(List<Problem> problems) throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "Drover");
    json.writeArrayFieldStart("rules");
    Set<String> codes = new LinkedHashSet<>();
    problems.forEach(problem -> codes.add(problem.code()));
    for (String code : codes) {
      json.writeStartObject();
      json.writeStringField("id", code);
      ProblemCode known = ProblemCode.of(code).orElse(null);
      if (known != null) {
        text("shortDescription", known.meaning());
        text("help", known.remedy());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void result(Problem problem) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleId", problem.code());
    json.writeStringField("level", problem.severity().name().toLowerCase(Locale.ROOT));
    text("message", problem.messageWithHint());
    json.writeArrayFieldStart("locations");
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(problem.file()));
    json.writeEndObject();
    json.writeObjectFieldStart("region");
    json.writeNumberField("startLine", problem.line());
    json.writeNumberField("startColumn", problem.column());
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndArray();
    json.writeObjectFieldStart("partialFingerprints");
    json.writeStringField("problem/v1", fingerprints.of(problem));
    json.writeEndObject();
    json.writeEndObject();
  }

  private void text(String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static String uri(String file) {
    try {
      return new URI(null, null, file, null).toASCIIString();
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
