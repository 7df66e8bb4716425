package io.drover.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageArgumentsTest {
  @ParameterizedTest
  @CsvSource({
    "DEBIAN_PACKAGE, ,           tool",
    "DEBIAN_PACKAGE, 1.2,        tool=1.2*",
    "APK_PACKAGE,    1.2,        tool=~1.2",
    "APK_PACKAGE,    1.2.3-r4,   tool=1.2.3-r4",
    "PIP_PACKAGE,    1,          tool==1.*",
    "PIP_PACKAGE,    1.2.3,      tool==1.2.3.*",
    "PIP_PACKAGE,    1.2rc1,     tool==1.2rc1",
    "GEM_PACKAGE,    1.2,        tool:~> 1.2.0",
    "GEM_PACKAGE,    1.2.0.rc1,  tool:1.2.0.rc1",
    "NPM_PACKAGE,    1.2,        tool@1.2",
    "NPM_PACKAGE,    latest,     tool@latest",
  })
  void aVersionIsWrittenAsThePackageManagerTakesIt(
      DependencyType type, String version, String argument) {
    assertThat(PackageArguments.of(dependency("tool", type, version))).isEqualTo(argument);
  }

  @Test
  void theOrderInAFileMeansNothing() {
    assertThat(PackageArguments.of(List.of(debian("make"), debian("gcc"), debian("make"))))
        .containsExactly("gcc", "make");
  }

  private static Dependency debian(String name) {
    return dependency(name, DependencyType.DEBIAN_PACKAGE, null);
  }

  private static Dependency dependency(String name, DependencyType type, String version) {
    return new Dependency(
        name,
        type,
        Optional.ofNullable(version),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
