package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.drover.aptly.FaultyProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What aptly 1.6.3 has and neither 1.5 nor 1.6.2 has. No server of that version was there: answers
 * are hand-written after its sources, and so is what the requests are compared with.
 */
class Aptly163Test {

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new ArrayList<>();
  private FaultyProxy server;
  private volatile boolean unavailable;
  private Aptly aptly;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    answers.put("GET /api/version", "{\"Version\":\"1.6.3\"}");
    server = new FaultyProxy(URI.create("http://127.0.0.1:1"), this::answer);
    aptly = Aptly.at(server.uri(), Duration.ofSeconds(20));
    aptly.status().version();
    requests.clear();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFileIsUploadedAsItIs() throws IOException {
    answers.put("PUT /api/files/in/a%20b.deb", "[\"in/a b.deb\"]");

    aptly.uploads().upload("in", Files.writeString(folder.resolve("a b.deb"), "content"));

    assertThat(requests).containsExactly("PUT /api/files/in/a%20b.deb content");
  }

  @Test
  void listsTellHowManyPackagesThereAre() {
    answers.put("GET /api/repos", fixture("repos"));
    answers.put("GET /api/snapshots", fixture("snapshots"));

    assertThat(aptly.repos().list()).containsExactly(new Repo("hello", "", "", "main", 3));
    assertThat(aptly.snapshots().list())
        .containsExactly(
            new Snapshot(
                "hello-1",
                "Snapshot from mirror [nginx]",
                Instant.parse("2026-11-21T12:20:51.123456789Z"),
                "repo",
                "Debian",
                "",
                "",
                7));
  }

  @Test
  void aMirrorIsEditedAndThenUpdated() {
    answers.put("POST /api/mirrors/nginx", fixture("mirror"));
    answers.put("PUT /api/mirrors/nginx?_async=0", "");

    Mirror mirror =
        aptly.mirrors().edit("nginx", MirrorEdit.none().installer(true).architectures("amd64"));
    aptly
        .mirrors()
        .update("nginx", MirrorEdit.none().filter("nginx-full"), MirrorUpdate.plain().latestOnly());

    assertThat(mirror.downloadAppStream()).isTrue();
    assertThat(mirror.components()).isEmpty();
    assertThat(mirror.isUpdating()).isTrue();
    assertThat(mirror.lastDownload()).isEmpty();
    assertThat(requests)
        .containsExactly(
            "POST /api/mirrors/nginx {\"DownloadInstaller\":true,\"Architectures\":[\"amd64\"]}",
            "POST /api/mirrors/nginx {\"Filter\":\"nginx-full\"}",
            "PUT /api/mirrors/nginx?_async=0 {\"LatestOnly\":true}");
    assertThatThrownBy(() -> aptly.mirrors().edit("nginx", MirrorEdit.none().name("x")))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageEndingWith("only versions before 1.6.3 do.");
  }

  @Test
  void aMirrorWithAppStream() {
    answers.put("POST /api/mirrors", fixture("mirror"));
    URI debian = URI.create("http://deb.debian.org/debian");

    aptly.mirrors().create("nginx", MirrorSpec.of(debian, "bookworm").appStream());

    assertThat(requests)
        .containsExactly(
            "POST /api/mirrors {\"ArchiveURL\":\"http://deb.debian.org/debian\","
                + "\"Distribution\":\"bookworm\",\"DownloadAppStream\":true,\"Name\":\"nginx\"}");
  }

  @Test
  void whatIsPublishedHasAVersionSignedByAndSeveralKeys() {
    answers.put(
        "POST /api/publish/s3:bucket:shop?_async=0".replace(":", "%3A"), fixture("published"));
    answers.put("PUT /api/publish/s3%3Abucket%3Ashop/stable?_async=0", fixture("published"));
    SigningOptions both = SigningOptions.keys("AAAA", "BBBB");

    PublishedRepo published =
        aptly
            .publishing()
            .create(
                "s3:bucket:shop",
                PublishSpec.ofSnapshots("stable")
                    .component("main", "hello-1")
                    .version("13.3")
                    .signedBy("AAAA,BBBB")
                    .signing(both));
    aptly
        .publishing()
        .update(
            "s3:bucket:shop",
            "stable",
            PublishUpdate.plain()
                .label("l")
                .origin("o")
                .version("13.4")
                .signedBy("BBBB")
                .multiDist(true));

    assertThat(published.storage()).isEqualTo("s3:bucket");
    assertThat(published.signedBy()).isEqualTo("AAAA,BBBB");
    assertThat(published.version()).isEqualTo("13.3");
    assertThat(published.codename()).isEqualTo("stable");
    assertThat(published.multiDist()).isTrue();
    assertThat(requests)
        .containsExactly(
            "POST /api/publish/s3%3Abucket%3Ashop?_async=0 {\"SourceKind\":\"snapshot\","
                + "\"Distribution\":\"stable\",\"Sources\":[{\"Component\":\"main\",\"Name\":"
                + "\"hello-1\"}],\"Version\":\"13.3\",\"SignedBy\":\"AAAA,BBBB\","
                + "\"Signing\":{\"Batch\":true,\"GpgKey\":\"AAAA,BBBB\"}}",
            "PUT /api/publish/s3%3Abucket%3Ashop/stable?_async=0 {\"Label\":\"l\",\"Origin\":\"o\","
                + "\"Version\":\"13.4\",\"SignedBy\":\"BBBB\",\"MultiDist\":true}");
  }

  @Test
  void trustedKeysAreListedAndDeleted() {
    answers.put("GET /api/gpg/keys?keyring=trustedkeys.gpg", fixture("gpg-keys"));
    answers.put("DELETE /api/gpg/key", "\"\"");

    assertThat(aptly.gpgKeys().list())
        .containsExactly(
            new GpgKey(
                "8B48AD6246925553",
                "A1BD8E9D78F7FE5C3E65D8AF8B48AD6246925553",
                "-",
                List.of("Debian Archive Automatic Signing Key (7.0/wheezy)"),
                "1335553717"),
            new GpgKey("0E98404D386FA1D9", "", "u", List.of(), ""));
    aptly.gpgKeys().delete("8B48AD6246925553");
    assertThat(requests).last().asString().contains("\"GpgKeyID\":\"8B48AD6246925553\"");
  }

  @Test
  void aServerThatIsNotReadyIsTakenAtItsWord() {
    assertThatThrownBy(() -> aptly.status().isReady()).isInstanceOf(RefusedException.class);
    unavailable = true;
    assertThat(aptly.status().isReady()).isFalse();
    assertThat(requests).filteredOn("GET /api/ready"::equals).hasSize(2);
  }

  @Test
  void endpointsAreListed() {
    answers.put("GET /api/gcs", "[\"bucket\"]");
    answers.put("GET /api/jfrog", "[]");

    assertThat(aptly.status().gcsEndpoints()).containsExactly("bucket");
    assertThat(aptly.status().jfrogEndpoints()).isEmpty();
  }

  @Test
  void aSnapshotOfSnapshots() {
    answers.put(
        "POST /api/snapshots?_async=0", fixture("snapshots").strip().replaceAll("^.|.$", ""));

    Snapshot made = aptly.snapshots().createFromSnapshots("m", "", List.of("a", "b"), List.of());

    assertThat(made.numPackages()).isEqualTo(7);
    assertThat(requests).last().asString().contains("\"SourceSnapshots\":[\"a\",\"b\"]");
  }

  @Test
  void aTaskWaitsForItsTurn() {
    answers.put("PUT /api/mirrors/nginx?_async=1", fixture("task-waiting"));
    answers.put("GET /api/tasks/4", fixture("task-succeeded"));
    answers.put("GET /api/tasks/4/return_value", fixture("task-return-value"));
    answers.put("GET /api/tasks/4/detail", fixture("task-detail"));
    answers.put("DELETE /api/tasks/4", fixture("task-succeeded"));
    List<Task> seen = new ArrayList<>();
    List<TaskProgress> progress = new ArrayList<>();

    aptly
        .asTasks(
            task -> {
              seen.add(task);
              progress.add(aptly.tasks().progress(task.id()));
            })
        .mirrors()
        .update("nginx", MirrorUpdate.plain());

    assertThat(seen)
        .extracting(Task::state)
        .containsExactly(Task.State.WAITING, Task.State.SUCCEEDED);
    assertThat(seen.get(0).resources()).containsExactly("Rf1");
    assertThat(progress).contains(new TaskProgress(4, 1, 1000, 250));
    assertThat(requests).last().isEqualTo("DELETE /api/tasks/4");
  }

  private synchronized boolean answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add((call + " " + body).strip());
    String answer = answers.get(call);
    if (unavailable) {
      return FaultyProxy.answer(exchange, 503, "{\"Status\":\"Aptly is unavailable\"}");
    }
    if (answer == null) {
      return FaultyProxy.answer(exchange, 404, "no answer prepared for " + call);
    }
    boolean background = call.endsWith("_async=1");
    return FaultyProxy.answer(exchange, background ? 202 : 200, answer);
  }

  private static String fixture(String name) {
    try (var in = Aptly163Test.class.getResourceAsStream("hand-written-1.6.3/" + name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
