package io.drover.engine.image;

import static io.drover.config.model.DependencyType.GEM_PACKAGE;
import static io.drover.config.model.DependencyType.NPM_PACKAGE;
import static io.drover.config.model.DependencyType.PIP_PACKAGE;
import static io.drover.engine.image.Dependencies.debian;
import static io.drover.engine.image.Dependencies.fromLocation;
import static io.drover.engine.image.Dependencies.fromRepository;
import static io.drover.engine.image.Dependencies.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Dependency;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstallationsTest {
  private static final String DIGEST = "0f".repeat(32);

  @Test
  void theOrderIsAlwaysTheSame() throws InterruptedException {
    List<Dependency> dependencies =
        new ArrayList<>(
            List.of(
                of(NPM_PACKAGE, "typescript"),
                of(GEM_PACKAGE, "rake"),
                of(PIP_PACKAGE, "tiny"),
                of(PIP_PACKAGE, "requests"),
                fromLocation("tool", "https://example.org/tool.deb", DIGEST),
                fromRepository("php", "ppa:team/tools", null),
                fromRepository("kubectl", "deb https://example.org/apt stable main", "0123ABCD"),
                fromRepository("helm", "deb https://example.org/apt stable main", null),
                debian("make"),
                debian("gcc")));
    List<Installation> installations = installations(dependencies);

    assertThat(installations)
        .extracting(one -> one.manager() + " " + one.packages())
        .containsExactly(
            "APT [gcc, make]",
            "APT [helm, kubectl]",
            "APT [php]",
            "APT [tool]",
            "PIP []",
            "GEM []",
            "NPM []",
            "PIP [requests, tiny]",
            "GEM [rake]",
            "NPM [typescript]");
    Collections.reverse(dependencies);
    assertThat(installations(dependencies)).isEqualTo(installations);
  }

  @Test
  void whereAPackageComesFromDecidesWhatItIs() throws InterruptedException {
    Dependency one = fromRepository("tool", "https://example.org/one", "0123ABCD");
    Dependency other = fromRepository("tool", "https://example.org/other", "0123ABCD");

    assertThat(key(one)).isNotEqualTo(key(other)).isNotEqualTo(key(debian("tool")));
    assertThat(key(fromLocation("tool", "https://example.org/tool.deb", DIGEST)))
        .as("the same file from another place")
        .isEqualTo(key(fromLocation("tool", "https://example.com/tool.deb", DIGEST)));
  }

  @Test
  void anImageStandsOnTheImageOfAllInstallationsButTheLast() throws InterruptedException {
    ImageRecipe image = recipe(debian("make"), of(PIP_PACKAGE, "tiny"));
    ImageRecipe pip = image.foundation().orElseThrow();
    ImageRecipe make = pip.foundation().orElseThrow();

    assertThat(make.contentKey()).isEqualTo(recipe(debian("make")).contentKey());
    assertThat(make.foundation()).isEmpty();
    assertThat(image.on(image.base()).installations())
        .containsExactly(image.installations().get(2));
  }

  private static String key(Dependency... dependencies) throws InterruptedException {
    return recipe(dependencies).contentKey();
  }

  private static ImageRecipe recipe(Dependency... dependencies) throws InterruptedException {
    return new ImageRecipe(
        "shop/agents",
        new ImageReference("127.0.0.1:5000/baseimages/debian", "sha256:" + DIGEST),
        installations(List.of(dependencies)),
        ImageRecipe.Settings.NONE,
        Map.of());
  }

  private static List<Installation> installations(List<Dependency> dependencies)
      throws InterruptedException {
    return Installations.of(dependencies, PackageSupply.of(Map.of()));
  }
}
