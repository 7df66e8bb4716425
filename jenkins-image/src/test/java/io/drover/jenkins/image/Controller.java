package io.drover.jenkins.image;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Ports;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Jenkins as the image starts it, with what {@code bake} laid out, on 127.0.0.1. */
final class Controller implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery";
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Pattern TIME =
      Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4}) (.*)");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSZ");

  /** A crumb is worth something only in the session that it was given to. */
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  private final Path home;
  private final Path log;
  private final int port = Ports.free();
  private final Instant begin = Instant.now();
  private final Process process;

  private Controller(Path image, Path folder, Map<String, String> variables) throws IOException {
    this.home = folder.resolve("home");
    this.log = folder.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(image.resolve("start").toString());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().put("JENKINS_HOME", home.toString());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("JENKINS_ADMIN_USER", "admin");
    builder.environment().put("JENKINS_ADMIN_PASSWORD", PASSWORD);
    builder.environment().put("JENKINS_OPTS", "--httpListenAddress=127.0.0.1 --httpPort=" + port);
    builder.environment().put("JENKINS_URL", "http://127.0.0.1:" + port);
    builder.environment().putAll(variables);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    this.process = builder.start();
  }

  /** Starts one whose home is {@code folder/home}, made where it is missing. */
  static Controller start(Path image, Path folder, Map<String, String> variables)
      throws IOException {
    return new Controller(image, folder, variables);
  }

  /** A page or a call, as the administrator. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  /** A form without fields, as the administrator. */
  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    String crumb = get("/crumbIssuer/api/json").body();
    Matcher value = Pattern.compile("\"crumb\":\"([^\"]+)\"").matcher(crumb);
    if (!value.find()) {
      throw new IOException("no crumb: " + crumb);
    }
    HttpRequest request =
        request(path).header("Jenkins-Crumb", value.group(1)).POST(BodyPublishers.noBody()).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    String login =
        Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Basic " + login);
  }

  /** Waits until Jenkins says that it is there. */
  Controller awaitUp() throws IOException, InterruptedException {
    await(() -> line("Jenkins is fully up and running").isPresent(), "Jenkins is not up");
    return this;
  }

  /** Waits until jobs were made, or not, for any reason. */
  Controller awaitSeeded() throws IOException, InterruptedException {
    await(() -> line("Jobs, because Jenkins started").isPresent(), "no word of jobs");
    return this;
  }

  void await(BooleanSupplier condition, String otherwise) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(LONGEST);
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new IOException(otherwise + ":\n" + log());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The first line of the log with a text, without its time. */
  Optional<String> line(String text) {
    return log().lines().filter(line -> line.contains(text)).findFirst();
  }

  /** Seconds from the start of the process to lines of the log, in the order given. */
  List<String> phases(List<String> texts) {
    List<String> phases = new ArrayList<>();
    for (String text : texts) {
      // The formatter puts the message into the line of the time, as the Jenkins war sets it up.
      line(text)
          .map(TIME::matcher)
          .filter(Matcher::find)
          .ifPresent(
              found -> {
                Instant at = OffsetDateTime.parse(found.group(1), STAMP).toInstant();
                double seconds = Duration.between(begin, at).toMillis() / 1000.0;
                phases.add("%6.2f s  %s".formatted(seconds, text));
              });
    }
    return phases;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Takes the home away, as a pod's does when its node is lost. */
  void loseHome() {
    Trees.delete(home);
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
