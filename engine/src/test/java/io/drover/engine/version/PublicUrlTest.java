package io.drover.engine.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Source;
import io.drover.engine.process.Command;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicUrlTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "https://git.example/team/shop.git, https://git.example/team/shop.git",
    "https://user:secret@git.example/team/shop.git, https://git.example/team/shop.git",
    "https://token@git.example/team/shop.git, https://git.example/team/shop.git",
    "git@git.example:team/shop.git, ssh://git@git.example/team/shop.git",
    "ssh://git:secret@git.example:22/team/shop.git, ssh://git@git.example:22/team/shop.git",
    "../shop,",
    "file:///srv/shop.git,"
  })
  void aLoginAndAPlaceOfThisMachineAreNotGivenAway(String git, String expected) {
    Source source = new Source(Optional.of(git), Optional.empty(), Optional.empty(), "");

    assertThat(PublicUrl.of(source, folder)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void theConfigurationIsFoundWhereItWasClonedFrom() throws Exception {
    assertThat(PublicUrl.of(Source.CONFIGURATION, folder)).isEmpty();

    Command.of("git", "init", "-q", folder.toString()).check("make a repository");
    assertThat(PublicUrl.of(Source.CONFIGURATION, folder)).isEmpty();

    Command.of("git", "remote", "add", "origin", "https://t0ken@git.example/shop.git")
        .in(folder)
        .check("add a remote");
    assertThat(PublicUrl.of(Source.CONFIGURATION, folder)).contains("https://git.example/shop.git");
  }
}
