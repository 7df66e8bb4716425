package io.jenkins.plugins.drover.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.plan.Plan;
import io.jenkins.plugins.drover.board.PlanPicture.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanPictureTest {
  @TempDir private Path folder;

  private PlanPicture picture(String components, String applications, String environments)
      throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents:\n" + components);
    Files.writeString(
        folder.resolve("application.yaml"), "project: shop\napplications:\n" + applications);
    Files.writeString(
        folder.resolve("environments.yaml"), "project: shop\nenvironments:\n" + environments);
    return PlanPicture.of(Plan.of(ConfigurationReader.read(folder).configuration().orElseThrow()));
  }

  private PlanPicture shop() throws IOException {
    return picture(
        """
          - {name: base, build: [{shell: make}]}
          - {name: web, after: [base], build: [{shell: make}]}
          - {name: a-component-with-a-name-that-is-long, build: [{shell: make}]}
        """,
        """
          - {name: web, runtime: debian, dependencies: [{name: package, type: debian-package, origin: {build: web}}]}
        """,
        """
          - name: dev
            services: [{name: web}]
            tests:
              - {name: smoke, commands: [{shell: "true"}]}
              - {name: journey, commands: [{shell: "true"}]}
          - {name: prod, services: [{name: web}]}
        """);
  }

  @Test
  void whatIsNeededStandsToTheLeftOrAboveAndNothingOverlaps() throws IOException {
    PlanPicture picture = shop();
    Map<String, Node> nodes =
        picture.nodes().stream().collect(Collectors.toMap(n -> n.task().id(), Function.identity()));
    assertThat(nodes)
        .containsOnlyKeys(
            "build:base",
            "build:web",
            "build:a-component-with-a-name-that-is-long",
            "image:web",
            "deploy:dev",
            "test:dev/smoke",
            "test:dev/journey",
            "promote:dev",
            "deploy:prod",
            "promote:prod");
    assertThat(nodes.get("build:base").right()).isLessThan(nodes.get("build:web").x());
    assertThat(nodes.get("build:web").right()).isLessThan(nodes.get("image:web").x());
    assertThat(nodes.get("image:web").right()).isLessThan(nodes.get("deploy:dev").x());
    assertThat(nodes.get("test:dev/smoke").y()).isGreaterThan(nodes.get("deploy:dev").y());
    assertThat(nodes.get("promote:dev").y()).isGreaterThan(nodes.get("test:dev/journey").y());
    assertThat(nodes.get("promote:dev").right()).isLessThan(nodes.get("deploy:prod").x());
    for (Node node : picture.nodes()) {
      assertThat(node.right()).isLessThanOrEqualTo(picture.width());
      assertThat(node.y() + PlanPicture.NODE_HEIGHT).isLessThanOrEqualTo(picture.height());
      assertThat(node.label()).hasSizeLessThanOrEqualTo(20);
      List<Node> here =
          picture.nodes().stream()
              .filter(o -> o.x() < node.right() && node.x() < o.right())
              .filter(o -> Math.abs(o.y() - node.y()) < PlanPicture.NODE_HEIGHT)
              .toList();
      assertThat(here).containsExactly(node);
    }
  }

  @Test
  void arrowsThatFollowFromOthersAreLeftOut() throws IOException {
    // base-web, web-image, image-deploy, two to the tests, two from them, promote-deploy,
    // deploy-promote.
    assertThat(shop().arrows()).hasSize(9);
  }

  @Test
  void aProjectWithoutAnythingHasAnEmptyPicture() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(folder.resolve("application.yaml"), "project: shop\napplications: []\n");
    Files.writeString(folder.resolve("environments.yaml"), "project: shop\nenvironments: []\n");
    PlanPicture picture =
        PlanPicture.of(Plan.of(ConfigurationReader.read(folder).configuration().orElseThrow()));
    assertThat(picture.nodes()).isEmpty();
    assertThat(picture.arrows()).isEmpty();
  }
}
