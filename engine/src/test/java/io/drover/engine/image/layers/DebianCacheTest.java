package io.drover.engine.image.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.PackageRepository;
import io.drover.config.model.Application.Builder;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.FileServer;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.Installation.PackageFile;
import io.drover.engine.image.PackageSupply;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real apt, aptly and buildah, and somebody else's repository, which is counted. */
@Tag("real")
class DebianCacheTest {
  @TempDir static Path state;
  private static LayersFixture machine;
  private static PackageRepository others;
  private static CountingRelay relay;

  @BeforeAll
  static void start() throws Exception {
    machine = new LayersFixture(state);
    others = machine.repositories().cache("others");
    relay = new CountingRelay(others.root());
  }

  @AfterAll
  static void stop() throws Exception {
    if (relay != null) {
      relay.close();
    }
    if (machine != null) {
      machine.close();
    }
  }

  @Test
  void whatIsInTheCacheIsAskedOfNobodyElse() throws Exception {
    publish("tool", "1.0", "needed");
    publish("needed", "2.0", "");
    Installation tool = fromOthers("tool");

    ImageReference first = ensure("one", machine.recipe("a", Builder.BUILDAH, tool));

    assertThat(relay.count()).as("requests of the first build").isPositive();
    assertThat(installed(first, "needed tool")).isEqualTo("needed 2.0 tool 1.0");
    assertThat(machine.run(first, "ls /etc/apt/sources.list.d")).doesNotContain("drover");

    // what comes later is not taken: an image stays as it was chosen
    publish("tool", "1.1", "needed");
    ImageReference second = ensure("two", machine.recipe("b", Builder.LAYERS, tool));

    assertThat(relay.count()).as("requests of another machine").isZero();
    assertThat(installed(second, "needed tool")).isEqualTo("needed 2.0 tool 1.0");
  }

  @Test
  void anotherVersionOfOurOwnPackageNeedsNobodyAsLongAsItNeedsTheSame() throws Exception {
    publish("shared", "1", "");
    Installation shared = fromOthers("shared");
    Installation one = machine.own(deb("ours", "1", "shared"));
    ensure("one", machine.recipe("c", Builder.BUILDAH, shared, one));
    assertThat(relay.count()).isPositive();

    Installation two = machine.own(deb("ours", "2", "shared"));
    ImageReference image = ensure("one", machine.recipe("c", Builder.BUILDAH, shared, two));

    assertThat(relay.count()).isZero();
    assertThat(installed(image, "ours shared")).isEqualTo("ours 2 shared 1");
  }

  @Test
  void aFileIsFetchedOnceAndCheckedByItsHash() throws Exception {
    Path deb = deb("file", "3", "");
    String sha256 =
        others.publish("file", "3", List.of(deb), line -> {}).packages().get(0).sha256();
    String name = deb.getFileName().toString().replace(".deb", "." + sha256.substring(0, 12));
    URI location = URI.create(relay.uri() + "/pool/main/f/file/" + name + ".deb");

    ImageReference first = ensure("one", file("d", location, sha256));
    assertThat(relay.count()).isEqualTo(1);
    ImageReference second = ensure("two", file("e", location, sha256));

    assertThat(relay.count()).isZero();
    assertThat(installed(first, "file")).isEqualTo("file 3");
    assertThat(installed(second, "file")).isEqualTo("file 3");
    String wrong = "0".repeat(64);
    assertThatThrownBy(() -> ensure("one", file("f", location, wrong)))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("has the sha256 " + sha256 + ", and not " + wrong);
  }

  @Test
  void aFileWithoutADigestStaysWhatItWasUntilSomebodyAsksAnew() throws Exception {
    Path served = Files.createDirectories(state.resolve("served"));
    URI location;
    try (FileServer server = FileServer.of(served);
        CountingRelay upstream = new CountingRelay(URI.create("http://" + server.address()))) {
      location = URI.create(upstream.uri() + "/late.deb");
      serve(served, "late", "1");
      machine.log.clear();
      PackageFile first = files("one").now("late", location);
      assertThat(machine.log).anyMatch(line -> line.contains("Write sha256: " + first.sha256()));
      ImageReference image = ensure("one", file("h", first));
      assertThat(upstream.count()).as("requests of the first build").isEqualTo(1);
      assertThat(installed(image, "late")).isEqualTo("late 1");

      serve(served, "late", "2");
      assertThat(files("two").now("late", location)).isEqualTo(first);
      assertThat(upstream.count()).as("requests of another machine").isZero();

      files("two").refresh("late", location);
      PackageFile newer = files("one").now("late", location);
      assertThat(upstream.count()).isEqualTo(1);
      assertThat(installed(ensure("two", file("i", newer)), "late")).isEqualTo("late 2");

      serve(served, "late", "1");
      files("one").refresh("late", location);
      assertThat(files("two").now("late", location)).isEqualTo(first);
    }
    publish("besides", "1", "");
    PackageFile kept = files("two").now("late", location);
    ImageReference afterwards = ensure("two", recipe("j", fromOthers("besides"), kept));
    assertThat(installed(afterwards, "besides late")).isEqualTo("besides 1 late 1");
    assertThatThrownBy(() -> files("two").refresh("late", location))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("could not download " + location);
    assertThat(files("one").now("late", location)).isEqualTo(kept);
  }

  @Test
  void whatIsNotThePackageThatIsMeantIsNotKept() throws Exception {
    Path served = Files.createDirectories(state.resolve("odd"));
    try (FileServer server = FileServer.of(served);
        CountingRelay upstream = new CountingRelay(URI.create("http://" + server.address()))) {
      URI location = URI.create(upstream.uri() + "/odd.deb");
      Files.writeString(served.resolve("odd.deb"), "<html>Log in first</html>");
      assertThatThrownBy(() -> files("one").now("odd", location))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining(location + ", the location of odd, serves no Debian package");
      serve(served, "odd", "1");
      assertThatThrownBy(() -> files("one").now("even", location))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("the file at the location of even holds another package: odd");
      upstream.count();

      assertThat(files("one").now("odd", location).name()).isEqualTo("odd");
      assertThat(upstream.count()).isEqualTo(1);
    }
  }

  @Test
  void whatSeveralNeedAtOnceIsFetchedOnce() throws Exception {
    publish("popular", "1", "");
    publish("rare", "1", "popular");
    DebianCache cache = cache("one");
    ExecutorService threads = Executors.newFixedThreadPool(3);
    relay.count();
    List<Future<?>> all = new ArrayList<>();
    for (String wanted : List.of("popular", "popular", "rare")) {
      ImageRecipe recipe = machine.recipe("k", Builder.BUILDAH, fromOthers(wanted));
      all.add(threads.submit(() -> cache.ensure(recipe, machine.log::add)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    threads.shutdown();

    assertThat(relay.paths().stream().filter(path -> path.endsWith(".deb")))
        .hasSize(2)
        .anyMatch(path -> path.contains("/popular_"))
        .anyMatch(path -> path.contains("/rare_"));
  }

  private static void serve(Path folder, String name, String version) throws Exception {
    Path half = folder.resolve("half");
    Files.copy(deb(name, version, ""), half, StandardCopyOption.REPLACE_EXISTING);
    Files.move(half, folder.resolve(name + ".deb"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileCache files(String name) {
    Path work = state.resolve(name).resolve("files");
    return FileCache.of(machine.repositories(), work, machine.log::add);
  }

  private static ImageRecipe file(String name, URI location, String sha256) {
    return file(name, new PackageFile("file", location, sha256));
  }

  private static ImageRecipe file(String name, PackageFile file) {
    return machine.recipe(name, Builder.BUILDAH, Installation.apt(List.of(file)));
  }

  private static ImageRecipe recipe(String name, Installation some, PackageFile file) {
    return machine.recipe(name, Builder.BUILDAH, some, Installation.apt(List.of(file)));
  }

  private static void publish(String name, String version, String depends) throws Exception {
    others.publish(name, version, List.of(deb(name, version, depends)), line -> {});
  }

  private static Path deb(String name, String version, String depends) throws InterruptedException {
    DebMaker deb = new DebMaker(state.resolve("debs"), name, version);
    return (depends.isEmpty() ? deb : deb.depends(depends)).make();
  }

  private static Installation fromOthers(String... packages) {
    AptSource source = machine.repositories().source(others);
    String deb822 = source.deb822().replace(others.root().toString(), relay.uri().toString());
    return Installation.apt(
        List.of(packages), List.of("others"), new AptSource(deb822, source.key()));
  }

  /** As a machine that has nothing but the registry, the package store and a folder of its own. */
  private static ImageReference ensure(String name, ImageRecipe recipe)
      throws InterruptedException {
    Images images = machine.images(name).with(cache(name));
    return images.ensure(recipe, machine.log::add).image();
  }

  private static DebianCache cache(String name) {
    Path own = state.resolve(name);
    return DebianCache.of(
        machine.registry,
        PackageSupply.of(Map.of()).with(files(name)),
        machine.repositories(),
        own.resolve("cache"),
        own.resolve("work"));
  }

  private static String installed(ImageReference image, String packages)
      throws InterruptedException {
    return machine
        .run(image, "dpkg-query --show --showformat='${Package} ${Version} ' " + packages)
        .strip();
  }
}
