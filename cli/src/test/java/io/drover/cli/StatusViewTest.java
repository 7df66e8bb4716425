package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Deployment.Colour;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.deploy.cluster.Health;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.deploy.cluster.ServiceState.Version;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseRecord.Deployed;
import io.drover.engine.release.TestOutcome;
import io.drover.engine.release.TestOutcome.Result;
import io.drover.engine.release.TestOutcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code status} prints, on terminals of different width and for programs. */
class StatusViewTest {
  private static final Instant NOW = Instant.parse("2026-11-20T14:00:00Z");
  private static final String OLD = "1.4.2+git20261120135244.8af90ba";
  private static final String NEW = "1.5.0+git20261120141500.344be37";

  private static String image(String application, char digit) {
    return "registry/shop/%s@sha256:%s".formatted(application, String.valueOf(digit).repeat(64));
  }

  private static Release release(char digit, String version) {
    return new Release(Map.of("catalog", new ReleasedImage(image("catalog", digit), version)));
  }

  private static Version version(Optional<Colour> colour, String version, char digit, int ready) {
    return new Version(
        colour,
        version,
        image("any", digit),
        ready,
        2,
        ready == 2 ? Optional.of(NOW.minusSeconds(3 * 3600)) : Optional.empty());
  }

  private static TestOutcome outcome(String test, char digit, String version, Result result) {
    return TestOutcome.now(test, "shell", release(digit, version), result, Duration.ofSeconds(1));
  }

  private static EnvironmentState state() {
    return new EnvironmentState(
        "dev",
        "shop-dev",
        new ReleaseRecord(
            Optional.of(release('b', NEW)),
            Optional.of(
                new Deployed(
                    release('a', OLD), Optional.of("2026-11-20T13:50:00Z"), Optional.of("jane"))),
            Optional.of(release('a', OLD).id()),
            new TestOutcomes(
                List.of(
                    outcome("smoke", 'b', NEW, Result.FAILED),
                    outcome("smoke", 'a', OLD, Result.PASSED),
                    outcome("load", 'a', OLD, Result.FLAKY))),
            List.of()),
        List.of(
            new ServiceState(
                "catalog",
                Optional.of(version(Optional.empty(), OLD, 'a', 2)),
                Optional.empty(),
                Health.HEALTHY,
                Optional.empty(),
                List.of("catalog.example.com")),
            new ServiceState(
                "pricing",
                Optional.of(version(Optional.empty(), NEW, 'b', 0)),
                Optional.empty(),
                Health.FAILING,
                Optional.of("container pricing of pricing crashes: exit code 3, 5 restarts"),
                List.of()),
            new ServiceState(
                "storefront",
                Optional.of(version(Optional.of(Colour.GREEN), NEW, 'b', 2)),
                Optional.of(version(Optional.of(Colour.BLUE), OLD, 'a', 2)),
                Health.HEALTHY,
                Optional.empty(),
                List.of("shop.example.com", "www.example.com")),
            new ServiceState(
                "mail",
                Optional.empty(),
                Optional.empty(),
                Health.MISSING,
                Optional.empty(),
                List.of())));
  }

  private static String text(int columns) {
    return new StatusView(state(), NOW, false).text(columns, "");
  }

  @Test
  void allIsToldWhereThereIsRoom() {
    assertThat(text(TerminalMode.UNLIMITED))
        .isEqualTo(
            """
            dev in namespace shop-dev
            release  %s, deployed 10m ago by jane, tests passed
            tests    smoke passed, load flaky
            waiting  %s, deploy it: drover deploy --environment dev

            SERVICE     VERSION                          IMAGE     READY  AGE  COLOUR      HEALTH   HOSTS
            catalog     1.4.2+git20261120135244.8af90ba  aaaaaaaa  2/2    3h               healthy  catalog.example.com
            pricing     1.5.0+git20261120141500.344be37  bbbbbbbb  0/2    -                failing
              container pricing of pricing crashes: exit code 3, 5 restarts
            storefront  1.5.0+git20261120141500.344be37  bbbbbbbb  2/2    3h   green live  healthy  shop.example.com,www.example.com
                        1.4.2+git20261120135244.8af90ba  aaaaaaaa  2/2    3h   blue idle
            mail        -                                -         -      -                missing
            """
                .formatted(release('a', OLD).id(), release('b', NEW).id()));
  }

  @Test
  void aTerminalOfEightyColumnsIsEnough() {
    assertThat(text(80).lines()).allMatch(line -> line.length() <= 80);
    assertThat(text(80))
        .contains("pricing     1.5.0+git20…1500.344be37  0/2    -                failing\n")
        .contains("\nSERVICE     HOSTS\n")
        .contains("storefront  shop.example.com www.example.com\n");
  }

  @Test
  void coloursAreOnTheWordsThatMatter() {
    String text = new StatusView(state(), NOW, true).text(TerminalMode.UNLIMITED, "");
    assertThat(text).contains("\u001b[32mhealthy\u001b[0m", "\u001b[31mfailing\u001b[0m");
  }

  @Test
  void whatAClusterSaysCannotChangeTheTerminal() {
    EnvironmentState state =
        new EnvironmentState(
            "dev",
            "shop-dev",
            ReleaseRecord.EMPTY,
            List.of(
                new ServiceState(
                    "web",
                    Optional.empty(),
                    Optional.empty(),
                    Health.FAILING,
                    Optional.of("\u001b[2Jgone\nline"),
                    List.of())));
    assertThat(new StatusView(state, NOW, false).text(80, ""))
        .contains("none was deployed yet", "  gone line\n")
        .doesNotContain("\u001b");
  }

  @Test
  void programsGetItAllAsJson() {
    assertThat(StatusJson.of("shop", state()).toString())
        .startsWith(
            """
            {"project":"shop","environment":"dev","namespace":"shop-dev","release":{"id":"%s","since":"2026-11-20T13:50:00Z","by":"jane","tested":true,"tests":[{"test":"smoke","type":"shell","release":"%s","result":"passed","time":"""
                .formatted(release('a', OLD).id(), release('a', OLD).id()))
        .contains(
            """
            "seconds":1.0}]},"waiting":{"id":"%s"},"services":[{"name":"catalog","health":"healthy","version":"1.4.2+git20261120135244.8af90ba","""
                .formatted(release('b', NEW).id()))
        .contains("\"idle\":{\"colour\":\"blue\",")
        .contains("{\"name\":\"mail\",\"health\":\"missing\",\"hosts\":[]}");
  }
}
