package io.drover.aptly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.drover.aptly.client.AptlyException;
import io.drover.aptly.client.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real aptly; each test has a repository of its own on it. */
@Tag("real")
class PackageRepositoryTest {

  private static AptlyServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = AptlyServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aptFindsVerifiesAndDownloadsWhatWasPublished() throws IOException {
    PackageRepository repository = server.open("shop");
    String version = "1.0+git20261120101010.ab12cd3";
    Path all = server.deb("catalog", version, "all", "one");
    Path amd64 = server.deb("catalog-bin", version, "amd64", "two");
    List<String> log = new ArrayList<>();

    Publication made = repository.publish("catalog", version, List.of(amd64, all), log::add);

    assertThat(made.packages())
        .extracting(PublishedPackage::name, PublishedPackage::version, PublishedPackage::size)
        .containsExactly(
            tuple("catalog", version, Files.size(all)),
            tuple("catalog-bin", version, Files.size(amd64)));
    assertThat(log).contains("published catalog " + version + " (all)");
    assertThat(repository.find("catalog", version)).contains(made);
    assertThat(repository.find("catalog", "1.1")).isEmpty();
    assertThat(repository.find("other", version)).isEmpty();

    Path downloaded = aptDownload(repository, "catalog=" + version);
    assertThat(downloaded).hasSameBinaryContentAs(all);
    assertThat(aptDownload(repository, "catalog-bin")).hasSameBinaryContentAs(amd64);
  }

  @Test
  void publishingTheSameAgainChangesNothingAndOtherContentIsRefused() throws IOException {
    PackageRepository repository = server.open("again");
    Path first = server.deb("api", "1", "all", "first");
    Path other = server.deb("api", "1", "all", "other");
    Publication made = publish(repository, "a", "1", first);
    String release = inRelease("again");

    assertThat(publish(server.open("again"), "a", "1", first)).isEqualTo(made);
    assertThatThrownBy(() -> publish(repository, "a", "1", other))
        .isInstanceOf(AptlyException.class)
        .hasMessage(
            ("a 1 was published before with other content: then api 1 (all), SHA-256 %s; now %s,"
                    + " SHA-256 %s. A published version does not change: commit the change, or set"
                    + " a new version.")
                .formatted(DebFile.read(first).sha256(), other, DebFile.read(other).sha256()));
    assertThatThrownBy(() -> publish(repository, "b", "7", other))
        .hasMessageContaining("package api 1 (all) has other content than the one that component a")
        .hasMessageContaining(
            "published at version 1: then SHA-256 %s; now %s."
                .formatted(DebFile.read(first).sha256(), DebFile.read(other).sha256()));
    assertThat(inRelease("again")).isEqualTo(release);
    assertNothingIsLeft("again");
  }

  @Test
  void aComponentWithoutPackagesIsRecordedToo() {
    PackageRepository repository = server.open("files");

    assertThat(repository.find("site", "1")).isEmpty();
    repository.publish("site", "1", List.of(), line -> {});

    assertThat(server.open("files").find("site", "1"))
        .contains(new Publication("site", "1", List.of()));
  }

  @Test
  void oldAndNewVersionStayEvenWhenTheirFilesHaveOneName() throws IOException {
    PackageRepository repository = server.open("names");
    Path one = Files.move(server.deb("api", "1", "all", "x"), folder.resolve("a.deb"));
    publish(repository, "a", "1", one);
    Path two = Files.move(server.deb("api", "2", "all", "y"), folder.resolve("new.deb"));
    Files.move(two, one, StandardCopyOption.REPLACE_EXISTING);
    publish(repository, "a", "2", one);

    assertThat(repository.find("a", "1")).isPresent();
    assertThat(repository.find("a", "2")).isPresent();
  }

  @Test
  void whereAKilledRunStoppedTheNextOneGoesOnWithAnotherBuildOfTheSameVersion() throws IOException {
    AptlyClient client = server.client();
    PackageRepository repository = server.open("killed");
    PublishedRoot root = client.published("killed", "stable").orElseThrow();
    for (int steps = 1; steps <= 3; steps++) {
      String name = "p" + steps;
      String folder = "killed-after-" + steps;
      client.upload(folder, name + ".deb", server.deb(name, "1", "all", "killed"));
      if (steps >= 2) {
        assertThat(client.addUploaded("killed", folder)).isEmpty();
      }
      if (steps >= 3) {
        client.updatePublished(root, server.signing);
      }
      assertThat(repository.find(name, "1")).as("after %s steps", steps).isEmpty();

      Path rebuilt = server.deb(name, "1", "all", "rebuilt");
      Publication made = publish(repository, name, "1", rebuilt);

      assertThat(repository.find(name, "1")).contains(made);
      assertThat(made.packages())
          .extracting(PublishedPackage::sha256)
          .containsExactly(DebFile.read(rebuilt).sha256());
      client.deleteUpload(folder);
    }
  }

  @Test
  void whatAnotherWriterTookAwayIsPutBackFromTheRecord() throws IOException {
    AptlyClient client = server.client();
    PackageRepository repository = server.open("lost");
    Publication made = publish(repository, "a", "1", server.deb("api", "1", "all", "x"));
    client.removePackages("lost", client.packageKeys("lost"));
    client.updatePublished(client.published("lost", "stable").orElseThrow(), server.signing);

    assertThat(repository.find("a", "1")).contains(made);
    assertThat(client.packageKeys("lost")).hasSize(1);
  }

  @Test
  void anInterruptWhilePublishingLetsItFinish() throws IOException {
    Thread publisher = Thread.currentThread();
    Path deb = server.deb("api", "1", "all", "x");
    server.open("interrupted");
    try (var proxy =
        new FaultyProxy(
            server.api(),
            exchange -> {
              if (exchange.getRequestMethod().equals("PUT")) {
                publisher.interrupt();
              }
              return false;
            })) {
      AptlyClient client = AptlyClient.at(proxy.uri(), AptlyServer.TIMEOUT);
      PackageRepository repository =
          PackageRepository.open(client, server.served(), "interrupted", server.signing);
      publish(repository, "a", "1", deb);
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.open("interrupted").find("a", "1")).isPresent();
    assertNothingIsLeft("interrupted");
  }

  /**
   * As eight processes, each with its own lock: they see the server under eight addresses. More
   * packages for each of them with {@code -Ddrover.test.packages=200}.
   */
  @Test
  void eightWritersLoseNothing() throws Exception {
    int perWriter = Integer.getInteger("drover.test.packages", 16);
    List<Callable<List<Publication>>> work = new ArrayList<>();
    List<FaultyProxy> addresses = new ArrayList<>();
    server.open("many");
    for (int writer = 0; writer < 8; writer++) {
      FaultyProxy address = new FaultyProxy(server.api(), exchange -> false);
      addresses.add(address);
      AptlyClient client = AptlyClient.at(address.uri(), AptlyServer.TIMEOUT);
      List<Path> debs = server.debs("w" + writer, perWriter);
      work.add(
          () -> {
            PackageRepository repository =
                PackageRepository.open(client, server.served(), "many", server.signing);
            List<Publication> made = new ArrayList<>();
            for (int i = 0; i < perWriter; i += 8) {
              List<Path> some = debs.subList(i, i + 8);
              String component = some.get(0).getFileName().toString().split("_")[0];
              made.add(repository.publish(component, "1", some, line -> {}));
            }
            return made;
          });
    }
    PackageRepository afterwards = server.open("many");
    for (List<Publication> some : inParallel(8, work)) {
      for (Publication made : some) {
        assertThat(afterwards.find(made.component(), "1")).contains(made);
      }
    }
    assertThat(server.client().packageKeys("many")).hasSize(8 * perWriter);
    assertNothingIsLeft("many");
    addresses.forEach(FaultyProxy::close);
  }

  @Test
  void cleaningUpKeepsTheNewestAndWhatIsInUseAndFreesTheDisk() throws IOException {
    PackageRepository repository = server.open("clean");
    String bulk = server.noise(200_000);
    Map<String, Publication> made = new TreeMap<>();
    for (int version = 1; version <= 5; version++) {
      Path deb = server.deb("api", "" + version, "all", bulk + version);
      made.put("" + version, publish(repository, "api", "" + version, deb));
    }
    Path shared = server.deb("site", "1", "all", bulk);
    publish(repository, "site", "1", shared);
    long before = server.diskUsage();
    String used = made.get("2").packages().get(0).sha256();

    List<String> log = new ArrayList<>();
    Cleaned cleaned = repository.clean(2, Set.of(used), log::add);

    assertThat(log).containsExactlyInAnyOrder("deleted api 1", "deleted api 3");
    assertThat(cleaned.versions()).isEqualTo(2);
    assertThat(cleaned.packages()).isEqualTo(2);
    long expected = made.get("1").packages().get(0).size() + made.get("3").packages().get(0).size();
    assertThat(cleaned.bytes()).isEqualTo(expected);
    assertThat(before - server.diskUsage()).isGreaterThan(expected * 9 / 10);
    assertThat(repository.versions())
        .isEqualTo(Map.of("api", List.of("5", "4", "2"), "site", List.of("1")));
    for (String kept : List.of("2", "4", "5")) {
      assertThat(repository.find("api", kept)).contains(made.get(kept));
    }
    assertThat(repository.find("api", "1")).isEmpty();
    assertThat(aptDownload(repository, "api=2")).isNotEmptyFile();
    assertThat(repository.clean(2, Set.of(used), log::add)).isEqualTo(new Cleaned(0, 0, 0));
  }

  private Publication publish(PackageRepository repository, String name, String version, Path deb) {
    return repository.publish(name, version, List.of(deb), line -> {});
  }

  private static <T> List<T> inParallel(int threads, List<Callable<T>> work)
      throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdown();
    }
  }

  private static String inRelease(String name) {
    var served = new Transport("served", server.served(), AptlyServer.TIMEOUT);
    return served.get("/" + name + "/dists/stable/InRelease", "serve").text();
  }

  private static void assertNothingIsLeft(String name) {
    assertThat(server.client().uploads()).noneMatch(f -> f.startsWith("drover-" + name + "-"));
    assertThat(server.client().repositories()).noneMatch(r -> r.startsWith("drover-" + name + "-"));
  }

  /** A real apt with folders of its own, which trusts nothing but this server's key. */
  private Path aptDownload(PackageRepository repository, String what) throws IOException {
    Path apt = Files.createTempDirectory(folder, "apt");
    for (String dir : List.of("parts", "lists/partial", "cache/archives/partial", "out")) {
      Files.createDirectories(apt.resolve(dir));
    }
    Files.writeString(apt.resolve("parts/drover.sources"), repository.aptSource(server.keyring));
    Files.createFile(apt.resolve("status"));
    Path configuration = apt.resolve("apt.conf");
    Files.writeString(
        configuration,
        """
        Dir::Etc::SourceList "/dev/null";
        Dir::Etc::SourceParts "%1$s/parts";
        Dir::Etc::TrustedParts "%1$s/none";
        Dir::State "%1$s";
        Dir::State::Lists "%1$s/lists";
        Dir::State::Status "%1$s/status";
        Dir::Cache "%1$s/cache";
        APT::Architecture "amd64";
        APT::Sandbox::User "";
        Acquire::http::Proxy "DIRECT";
        """
            .formatted(apt));
    server.run("env", "APT_CONFIG=" + configuration, "apt-get", "update", "--error-on=any");
    server.run(
        "sh",
        "-c",
        "cd \"$1\" && APT_CONFIG=\"$2\" exec apt-get download \"$3\"",
        "sh",
        apt.resolve("out").toString(),
        configuration.toString(),
        what);
    try (var files = Files.list(apt.resolve("out"))) {
      return files.findFirst().orElseThrow();
    }
  }
}
