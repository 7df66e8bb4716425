package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The README's first command: the shop from nothing, again, after a change, and with a test that
 * fails. Each test goes on from the one before.
 */
@RealParts
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShopTest {
  private static final List<String> ENVIRONMENTS = List.of("dev", "stg", "prd");
  private static Path folder;
  private static Path shop;
  private static DroverCommand drover;

  @BeforeAll
  static void cloneTheShop() throws IOException {
    folder = Files.createTempDirectory(Path.of("/tmp"), "dr-");
    Path repository = Files.createDirectory(folder.resolve("repository"));
    shop = repository.resolve("examples/shop");
    Files.createDirectories(shop.getParent());
    Path original = DroverCommand.launcher().resolveSibling("examples/shop");
    Shell.run("cp", "-a", original.toString(), shop.toString());
    Shell.run("git", "init", "--quiet", repository.toString());
    commit("The shop");
    drover = new DroverCommand(Files.createDirectory(folder.resolve("s")));
  }

  @AfterAll
  static void takeTheShopDown() {
    drover.run("down", shop.toString(), "--purge");
    Trees.delete(folder);
  }

  @Test
  @Order(1)
  void theFirstRunLeavesAllThreeEnvironmentsAnsweringWithTheSameImages() {
    Outcome outcome = run();

    assertThat(outcome.status()).as(outcome.said()).isZero();
    RunReportFile report = outcome.report();
    assertThat(report.with("succeeded")).containsExactlyElementsOf(report.tasks().keySet());
    Map<String, String> dev = images(report, "dev");
    assertThat(dev).containsOnlyKeys("catalog", "pricing", "storefront");
    for (String environment : ENVIRONMENTS) {
      assertThat(images(report, environment)).isEqualTo(dev);
      String url = report.task("deploy:" + environment).outputs().get("storefront.url");
      assertThat(outcome.out()).contains(url);
      assertThat(Http.get(url + "/")).contains("<html");
      assertThat(Http.get(url + "/api/products")).contains("Earl Grey", "price");
    }
    dev.forEach(ShopTest::assertKnownOrigin);
  }

  @Test
  @Order(2)
  void theSameAgainMakesNothingTwice() {
    Outcome outcome = run();

    assertThat(outcome.status()).as(outcome.said()).isZero();
    assertThat(reused(outcome))
        .containsExactlyElementsOf(tasks(outcome, "build", "publish", "image", "deploy").toList());
  }

  @Test
  @Order(3)
  void afterAChangeOnlyWhatDependsOnItIsMade() throws IOException {
    Path products = shop.resolve("catalog/shop_catalog/products.json");
    Files.writeString(products, Files.readString(products).replace("Earl Grey", "Lady Grey"));
    commit("Another tea");

    Outcome outcome = run();

    assertThat(outcome.status()).as(outcome.said()).isZero();
    assertThat(reused(outcome))
        .containsExactlyInAnyOrder(
            "build:pricing",
            "publish:pricing",
            "image:pricing",
            "build:storefront",
            "publish:storefront",
            "image:storefront");
    String url = outcome.report().task("deploy:prd").outputs().get("storefront.url");
    assertThat(Http.get(url + "/api/products")).contains("Lady Grey");
  }

  @Test
  @Order(4)
  void aTestThatFailsStopsThePromotion() throws IOException {
    Map<String, String> before = images(run().report(), "prd");
    Path products = shop.resolve("catalog/shop_catalog/products.json");
    Files.writeString(products, Files.readString(products).replace("Lady Grey", "Green Lady"));
    Files.writeString(shop.resolve("tests/test_smoke.py"), "def test_it():\n  assert not 'well'\n");
    commit("Broken");

    Outcome outcome = run();

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.report().task("test:dev/smoke").status()).isEqualTo("failed");
    assertThat(outcome.row("test:dev/smoke")).contains("1 failed");
    assertThat(outcome.out()).contains("first failure: test_smoke.test_it");
    assertThat(outcome.report().task("deploy:stg").status()).isEqualTo("skipped");
    assertThat(outcome.report().task("deploy:prd").status()).isEqualTo("skipped");
    git("reset", "--quiet", "--hard", "HEAD~1");
    Outcome repaired = run();
    assertThat(repaired.status()).as(repaired.said()).isZero();
    assertThat(repaired.report().task("deploy:prd").reused()).isTrue();
    assertThat(images(repaired.report(), "prd")).isEqualTo(before);
  }

  private static void assertKnownOrigin(String service, String image) {
    assertThat(drover.run("image", "sbom", image).out())
        .contains("pkg:deb/debian/dpkg@", "\"shop-%s\"".formatted(service));
    String commit = Shell.runIn(shop, List.of("git", "rev-parse", "HEAD")).strip();
    assertThat(drover.run("image", "provenance", image).out())
        .contains("\"gitCommit\" : \"%s\"".formatted(commit));
  }

  private static Outcome run() {
    Path report = folder.resolve("report.json");
    return drover.run("run", shop.toString(), "--report", report.toString());
  }

  private static void commit(String message) {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  }

  private static void git(String... arguments) {
    List<String> words =
        new ArrayList<>(List.of("git", "-c", "user.name=Tea", "-c", "user.email=tea@example.com"));
    words.addAll(List.of(arguments));
    Shell.runIn(shop, words);
  }

  private static List<String> reused(Outcome outcome) {
    Map<String, RunReportFile.Task> tasks = outcome.report().tasks();
    return tasks.keySet().stream().filter(id -> tasks.get(id).reused()).toList();
  }

  private static Stream<String> tasks(Outcome outcome, String... kinds) {
    return outcome.report().tasks().keySet().stream()
        .filter(id -> List.of(kinds).contains(id.substring(0, id.indexOf(':'))));
  }

  /** Service to image. */
  private static Map<String, String> images(RunReportFile report, String environment) {
    return report.task("deploy:" + environment).outputs().entrySet().stream()
        .filter(output -> output.getKey().endsWith(".image"))
        .collect(
            Collectors.toMap(
                output -> output.getKey().replace(".image", ""),
                Map.Entry::getValue,
                (a, b) -> a,
                TreeMap::new));
  }
}
