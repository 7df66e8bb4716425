package io.drover.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AptRepositoryTest {
  private static final Optional<String> KEY = Optional.of("0123ABCD");

  @Test
  void aPpaHasTheBasesCodeNameAndItsOwnKey() {
    assertThat(AptRepository.source("ppa:team/tools", Optional.empty()))
        .isEqualTo(
            new Installation.AptSource(
                """
                Types: deb
                URIs: https://ppa.launchpadcontent.net/team/tools/ubuntu
                Suites: @CODENAME@
                Components: main
                Signed-By: /mnt/key.asc
                """,
                Optional.of("ppa:team/tools")));
  }

  @Test
  void aUrlHasTheBasesCodeName() {
    assertThat(AptRepository.source("https://example.org/debian", KEY).deb822())
        .isEqualTo(
            """
            Types: deb
            URIs: https://example.org/debian
            Suites: @CODENAME@
            Components: main
            Signed-By: /mnt/key.asc
            """);
  }

  @Test
  void aLineIsTakenWordByWord() {
    assertThat(
            AptRepository.source(
                    "deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/x.gpg] https://example.org/apt  stable main extra",
                    Optional.empty())
                .deb822())
        .isEqualTo(
            """
            Types: deb
            URIs: https://example.org/apt
            Suites: stable
            Components: main extra
            Architectures: amd64 arm64
            Signed-By: /usr/share/keyrings/x.gpg
            """);
  }

  @Test
  void aKeyOfTheFilesWinsOverThatOfALine() {
    assertThat(
            AptRepository.source(
                    "deb [signed-by=/usr/share/keyrings/x.gpg] https://example.org/apt ./", KEY)
                .deb822())
        .isEqualTo(
            """
            Types: deb
            URIs: https://example.org/apt
            Suites: ./
            Signed-By: /mnt/key.asc
            """);
  }

  @Test
  void nothingIsTakenWithoutASignature() {
    assertThatThrownBy(
            () ->
                AptRepository.source("deb [trusted=yes] https://example.org/apt stable main", KEY))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("the option trusted=yes, which is not taken");
  }

  @Test
  void sourcesOfSourcesAreRefused() {
    assertThatThrownBy(
            () -> AptRepository.source("deb-src https://example.org/apt stable main", KEY))
        .hasMessageContaining("write deb URL SUITE COMPONENT");
  }
}
