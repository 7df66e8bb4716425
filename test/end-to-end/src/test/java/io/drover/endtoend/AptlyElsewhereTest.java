package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.file.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** An aptly that variables name takes the place of the project's own, for every command. */
@RealParts
@ResourceLock(Workplace.SHARED)
class AptlyElsewhereTest {
  private final Workplace place;
  private final TinyProject project;
  private Path folder;
  private AptlyElsewhere aptly;

  AptlyElsewhereTest(Workplace place) {
    this.place = place;
    this.project = place.project();
  }

  @BeforeEach
  void start() throws Exception {
    folder = Files.createTempDirectory(Path.of("/tmp"), "dr-");
    aptly = new AptlyElsewhere(folder);
  }

  @AfterEach
  void stop() {
    aptly.close();
    Trees.delete(folder);
    project.restore();
    place.settle("--to", "dev");
    place.assertNothingOfRunsIsLeft();
  }

  @Test
  void whatOneMachinePublishesAnotherFinds() {
    List<String> here = place.packages().packages();
    project.change();

    Outcome first =
        new DroverCommand(place.stateHome(), aptly.environment())
            .run(place.words("--target", "none"));
    assertThat(first.status()).as(first.said()).isZero();
    assertThat(first.report().task("build:web").reused()).isFalse();
    assertThat(aptly.packages().packages()).hasSize(1);
    assertThat(place.packages().packages()).isEqualTo(here);

    Path other = Trees.make(folder.resolve("s"));
    String registry = "127.0.0.1:" + place.server("registry").port();
    Outcome second =
        new DroverCommand(other, aptly.environment())
            .run(place.words("--target", "none", "--agent", "process", "--registry", registry));
    assertThat(second.status()).as(second.said()).isZero();
    assertThat(second.report().task("build:web").reused()).isTrue();
    assertThat(second.report().task("image:web").outputs())
        .containsEntry("image", first.report().task("image:web").outputs().get("image"));
    assertThat(other.resolve("drover/tiny/servers/aptly")).doesNotExist();
    assertThat(other.resolve("drover/tiny/servers/gnupg")).doesNotExist();
  }

  @Test
  void whatLiesWithItIsLeftToItsPeople() {
    Outcome status = apt(Map.of(), "status");
    assertThat(status.status()).as(status.said()).isZero();
    assertThat(status.out())
        .contains(aptly.environment().get("DROVER_PACKAGES_URL") + "/tiny stable main, signed with")
        .doesNotContain("on disk");
    assertThat(apt(Map.of(), "key", "show").out()).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK");
    Outcome rotate = apt(Map.of(), "key", "rotate");
    assertThat(rotate.status()).isEqualTo(1);
    assertThat(rotate.said()).contains("the key lies with the aptly that DROVER_APTLY_URL names");
    assertThat(apt(Map.of(), "key", "sign").status()).isZero();

    Outcome clean = apt(Map.of(), "clean", "--target", "podman");
    assertThat(clean.status()).isEqualTo(1);
    assertThat(clean.said()).contains("others use this package store", "--target kubernetes");

    Outcome refused =
        apt(
            Map.of("DROVER_APTLY_PASSWORD", "hunter2-x", "DROVER_APTLY_PASSWORD_FILE", ""),
            "status");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.said())
        .contains("aptly at http://127.0.0.1:", "HTTP 401")
        .doesNotContain("hunter2-x", "   at ");
    Outcome unnamed = apt(Map.of("DROVER_PACKAGES_URL", ""), "status");
    assertThat(unnamed.said()).contains("DROVER_PACKAGES_URL is not set");
  }

  private Outcome apt(Map<String, String> more, String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("apt"));
    all.addAll(List.of(words));
    int options = all.indexOf("--target");
    all.add(options < 0 ? all.size() : options, project.folder().toString());
    return new DroverCommand(place.stateHome(), aptly.environment(more))
        .run(all.toArray(String[]::new));
  }
}
