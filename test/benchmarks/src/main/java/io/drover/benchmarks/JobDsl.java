package io.drover.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.seedjobs.item.Job;
import io.drover.seedjobs.item.Parameter;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.View;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The Job DSL plugin of a running Jenkins at work on the items of a project. */
final class JobDsl {
  private static final String JOB = "job-dsl-benchmark";
  private static final long LONGEST_MILLIS = 900_000;
  private static final long PAUSE_MILLIS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String jenkins;
  private final String login;

  /**
   * The plugin in a Jenkins.
   *
   * @param jenkins its address, without a slash at the end
   */
  JobDsl(String jenkins, String user, String token) {
    this.jenkins = jenkins;
    this.login =
        Base64.getEncoder().encodeToString((user + ":" + token).getBytes(StandardCharsets.UTF_8));
  }

  /** Makes the job that runs the plugin; its script makes the items in a folder of another name. */
  void make(ProjectItems items, String folder) throws IOException, InterruptedException {
    String xml =
        """
        <?xml version='1.1' encoding='UTF-8'?>
        <project>
          <builders>
            <javaposse.jobdsl.plugin.ExecuteDslScripts>
              <scriptText>%s</scriptText>
              <usingScriptText>true</usingScriptText>
              <sandbox>false</sandbox>
              <removedJobAction>IGNORE</removedJobAction>
              <removedViewAction>IGNORE</removedViewAction>
              <lookupStrategy>JENKINS_ROOT</lookupStrategy>
            </javaposse.jobdsl.plugin.ExecuteDslScripts>
          </builders>
        </project>
        """
            .formatted(escaped(script(items, folder)));
    delete();
    post("/createItem?name=" + JOB, "application/xml", BodyPublishers.ofString(xml), 200);
  }

  /** Runs it once; how long the build took in milliseconds, as Jenkins says, without the queue. */
  double run() throws IOException, InterruptedException {
    int number = json("/job/" + JOB + "/api/json").path("nextBuildNumber").asInt();
    post("/job/" + JOB + "/build", "text/plain", BodyPublishers.noBody(), 201);
    long end = System.currentTimeMillis() + LONGEST_MILLIS;
    while (System.currentTimeMillis() < end) {
      Thread.sleep(PAUSE_MILLIS);
      HttpResponse<String> answer = get("/job/" + JOB + "/" + number + "/api/json");
      JsonNode build = JSON.readTree(answer.statusCode() == 200 ? answer.body() : "{}");
      if (build.path("result").isTextual()) {
        if (!build.path("result").asText().equals("SUCCESS")) {
          throw new IllegalStateException(
              "Job DSL: " + get("/job/" + JOB + "/" + number + "/consoleText").body());
        }
        return build.path("duration").asDouble();
      }
    }
    throw new IllegalStateException("Job DSL: no end after " + LONGEST_MILLIS + " ms");
  }

  /** Deletes the job that runs the plugin. */
  void delete() throws IOException, InterruptedException {
    delete(JOB);
  }

  /** Deletes an item at the root and what is in it, if it is there. */
  void delete(String item) throws IOException, InterruptedException {
    if (get("/job/" + item + "/api/json").statusCode() == 200) {
      post("/job/" + item + "/doDelete", "text/plain", BodyPublishers.noBody(), 302);
    }
  }

  private static String script(ProjectItems items, String folder) {
    StringBuilder script = new StringBuilder();
    script.append(
        "folder('%s') { description(%s) }\n".formatted(folder, text(items.folder().description())));
    for (Job job : items.jobs()) {
      script.append("pipelineJob('%s/%s') {\n".formatted(folder, job.name()));
      script.append("  description(%s)\n".formatted(text(job.description())));
      script.append(
          "  logRotator(%d, %d, -1, %d)\n"
              .formatted(
                  job.retention().days(),
                  job.retention().builds(),
                  job.retention().withArtifacts()));
      if (!job.parameters().isEmpty()) {
        script.append("  parameters {\n");
        job.parameters().forEach(p -> script.append("    " + parameter(p) + "\n"));
        script.append("  }\n");
      }
      script.append("  properties {\n");
      if (!job.concurrent()) {
        script.append("    disableConcurrentBuilds { abortPrevious(false) }\n");
      }
      script.append("    durabilityHint { hint('%s') }\n  }\n".formatted(job.durability().name()));
      script.append(
          "  definition { cps { script(%s); sandbox() } }\n}\n".formatted(text(job.script())));
    }
    for (View view : items.views()) {
      if (view instanceof View.Matching matching) {
        script.append(
            "listView('%s/%s') { description(%s); jobs { regex(%s) }; columns { status(); weather(); name(); lastSuccess(); lastFailure(); lastDuration(); buildButton() } }\n"
                .formatted(
                    folder, matching.name(), text(matching.description()), text(matching.jobs())));
      }
    }
    return script.toString();
  }

  private static String parameter(Parameter parameter) {
    if (parameter instanceof Parameter.Choice choice) {
      return "choiceParam('%s', [%s], %s)"
          .formatted(
              choice.name(),
              String.join(", ", choice.choices().stream().map(JobDsl::text).toList()),
              text(choice.description()));
    }
    String method = parameter instanceof Parameter.Lines ? "textParam" : "stringParam";
    return "%s('%s', '', %s)".formatted(method, parameter.name(), text(parameter.description()));
  }

  /** A text of Groovy, in which nothing is replaced. */
  private static String text(String value) {
    return "'"
        + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("$", "\\$")
        + "'";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path).body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  private void post(String path, String type, BodyPublisher body, int expected)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request(path).header("Content-Type", type).POST(body).build(), BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(jenkins + path))
        .timeout(Duration.ofMinutes(5))
        .header("Authorization", "Basic " + login);
  }
}
