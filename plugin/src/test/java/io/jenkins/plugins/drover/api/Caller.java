package io.jenkins.plugins.drover.api;

import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import jenkins.security.ApiTokenProperty;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A program that calls the API, as curl would. */
record Caller(JenkinsRule jenkins, String authorization) {

  /** One that logs in as a user of Jenkins, with an API token. */
  static Caller user(JenkinsRule jenkins, String user) throws Exception {
    String token;
    try (ACLContext as = ACL.as2(User.getById(user, true).impersonate2())) {
      ApiTokenProperty property = User.current().getProperty(ApiTokenProperty.class);
      token = property.generateNewToken("test").plainValue;
    }
    String login = Base64.getEncoder().encodeToString((user + ":" + token).getBytes());
    return new Caller(jenkins, "Basic " + login);
  }

  /** One with a token of the Drover settings. */
  static Caller bearer(JenkinsRule jenkins, String token) {
    return new Caller(jenkins, "Bearer " + token);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)).build());
  }

  /** The first build of an environment's deployment, when it has ended. */
  WorkflowRun deployment(String environment) throws Exception {
    WorkflowJob job =
        jenkins.jenkins.getItemByFullName("shop/deploy-" + environment, WorkflowJob.class);
    for (int i = 0; i < 300 && job.getLastBuild() == null; i++) {
      Thread.sleep(100);
    }
    return jenkins.waitForCompletion(job.getLastBuild());
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create(jenkins.getURL() + path))
        .header("Authorization", authorization);
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
