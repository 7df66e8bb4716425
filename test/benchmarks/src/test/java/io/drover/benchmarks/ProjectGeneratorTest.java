package io.drover.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectGeneratorTest {
  @TempDir private Path folder;

  @Test
  void aProjectHasNoProblemAndTheServicesAskedFor() throws IOException {
    ProjectGenerator generator = ProjectGenerator.ofServices(100, 3);
    generator.write(folder);
    ReadResult result = ConfigurationReader.read(folder);
    assertThat(result.problems()).isEmpty();
    Configuration configuration = result.configuration().orElseThrow();
    assertThat(configuration.components()).hasSize(34);
    assertThat(configuration.environments())
        .hasSize(3)
        .allSatisfy(environment -> assertThat(environment.services()).hasSize(34));
    assertThat(generator.services()).isEqualTo(102);
  }
}
